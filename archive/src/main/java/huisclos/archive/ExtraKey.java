package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Element;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import huisclos.dicom.ValueElement;
import huisclos.dicom.Vr;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that was added to those built in (as by extended query tags in other archives). It is
 * indexed for what is stored from then on, and for what was stored before by a reading in the
 * background; until that is done queries don't match on it, and say so (status 0xFF01).
 *
 * @param id its row
 * @param tag its attribute; of a private one, with the lowest block (gggg,10ee)
 * @param privateCreator who reserved the block; empty for a standard attribute
 * @param vr how its values are read
 * @param level STUDY, SERIES or IMAGE: of the first instance of its entity
 * @param added since when
 * @param reached up to which instance those stored before are read
 * @param target the last instance stored before
 * @param unread objects that could not be read for it
 */
public record ExtraKey(
    long id,
    int tag,
    String privateCreator,
    Vr vr,
    Level level,
    Instant added,
    long reached,
    long target,
    long unread) {

  private static final int FIRST_BLOCK = 0x10;
  private static final int LAST_BLOCK = 0xFF;

  /** The tag under which values are kept: a private one's block is the first. */
  static int canonical(int tag) {
    return Tags.isPrivate(tag)
        ? Tags.of(Tags.group(tag), FIRST_BLOCK << 8 | (Tags.element(tag) & 0xFF))
        : tag;
  }

  /** Whether all that was stored before it is indexed. */
  public boolean complete() {
    return reached >= target;
  }

  /** How much of what was stored before it is indexed, in hundredths. */
  public int percent() {
    return complete() ? 100 : (int) (100.0 * reached / target);
  }

  /** What tells it from other keys, for sealing and tokens. */
  String name() {
    return Tags.format(tag) + '/' + privateCreator;
  }

  /** The private block's creator element that a private tag lies in. */
  static int creatorOf(int tag) {
    return Tags.of(Tags.group(tag), Tags.element(tag) >>> 8);
  }

  /** Whether the attribute of this tag is this key's, in a data set with these creators. */
  boolean isAt(int other, DataSet set) {
    return canonical(other) == tag
        && (privateCreator.isEmpty()
            || set.string(creatorOf(other), "").strip().equals(privateCreator));
  }

  /** Its value in a data set, alone, in the data set's character set and zone. */
  Optional<DataSet> in(DataSet set) {
    if (privateCreator.isEmpty()) {
      return set.get(tag).map(element -> alone(element, set));
    }
    for (int block = FIRST_BLOCK; block <= LAST_BLOCK; block++) {
      int at = Tags.of(Tags.group(tag), block << 8 | (Tags.element(tag) & 0xFF));
      if (set.contains(at) && isAt(at, set)) {
        return set.get(at).map(element -> alone(element, set));
      }
    }
    return Optional.empty();
  }

  /** A data set of this element alone, as a query or a row has it. */
  DataSet alone(Element element, DataSet from) {
    DataSet alone = new DataSet();
    String[] terms = from.characterSet().terms().toArray(String[]::new);
    if (terms.length > 0) {
      alone.putString(Tag.SPECIFIC_CHARACTER_SET, terms);
    }
    from.get(Tag.TIMEZONE_OFFSET_FROM_UTC).ifPresent(alone::put);
    retagged(element, tag).ifPresent(alone::put);
    return alone;
  }

  /** The element under another tag, and with this key's VR where it came without one. */
  Optional<Element> retagged(Element element, int as) {
    return switch (element) {
      case ValueElement value ->
          Optional.of(new ValueElement(as, value.vr() == Vr.UN ? vr : value.vr(), value.bytes()));
      case SequenceElement sequence when vr == Vr.SQ ->
          Optional.of(new SequenceElement(as, sequence.items()));
      default -> Optional.empty();
    };
  }
}
