package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetReader;
import huisclos.dicom.DicomException;
import huisclos.dicom.Dictionary;
import huisclos.dicom.Element;
import huisclos.dicom.Rule;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import huisclos.dicom.Token;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.ValueElement;
import huisclos.dicom.Vr;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Walks through a whole data set once, checks its structure to the end, and keeps what the index
 * needs of it: the attributes of {@link QueryKeys} and of the keys added, and nothing else, so that
 * no object, whatever its size, takes more than {@link ArchiveLimits#MAX_ATTRIBUTES_BYTES} a level
 * here.
 */
final class HeaderReader {
  /** Bytes of all attributes kept of one data set. */
  private static final int BUDGET = 4 * ArchiveLimits.MAX_ATTRIBUTES_BYTES;

  /** What an element costs beside its value: bounds their number. */
  private static final int ELEMENT_COST = 32;

  /** No wanted attribute lies in this group or beyond. */
  private static final int PIXEL_GROUP = 0x7FE00000;

  private static final Set<Integer> BUILT_IN = new HashSet<>();

  static {
    BUILT_IN.add(Tag.SPECIFIC_CHARACTER_SET);
    for (Level level : Level.values()) {
      BUILT_IN.addAll(QueryKeys.storedAt(level));
    }
  }

  private final DataSetReader reader;
  private final List<ExtraKey> extras;
  private int budget = BUDGET;

  private HeaderReader(DataSetReader reader, List<ExtraKey> extras) {
    this.reader = reader;
    this.extras = extras;
  }

  private boolean wants(int tag, DataSet kept) {
    if (BUILT_IN.contains(tag)) {
      return true;
    }
    for (ExtraKey key : extras) {
      boolean creator =
          Tags.isPrivateCreator(tag)
              && !key.privateCreator().isEmpty()
              && Tags.group(tag) == Tags.group(key.tag());
      // Creators come before what lies in their blocks.
      if (creator || key.isAt(tag, kept)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The wanted attributes of a data set.
   *
   * @param extras keys beside those built in
   * @throws DicomException if it breaks PS3.5 or a limit
   */
  static DataSet read(InputStream in, TransferSyntax syntax, List<ExtraKey> extras)
      throws IOException {
    DataSet kept = new HeaderReader(new DataSetReader(in, syntax), extras).walk(false);
    // A deflated data set may be followed by padding; it belongs to what was sent.
    in.transferTo(OutputStream.nullOutputStream());
    return kept;
  }

  /** The same of a data set that was checked before, without what follows the last of them. */
  static DataSet readStored(InputStream in, TransferSyntax syntax, List<ExtraKey> extras)
      throws IOException {
    return new HeaderReader(new DataSetReader(in, syntax), extras).walk(true);
  }

  private DataSet walk(boolean stopEarly) throws IOException {
    DataSet kept = new DataSet();
    while (true) {
      Token token = reader.next();
      if (stopEarly && isBeyond(token)) {
        return kept;
      }
      switch (token) {
        case Token.ElementHeader header when wants(header.tag(), kept) -> {
          if (kept.contains(header.tag())) {
            throw new DicomException(Rule.DUPLICATE_ELEMENT, reader.offset(), header.tag());
          }
          value(header).ifPresent(kept::put);
        }
        case Token.SequenceStart start when wants(start.tag(), kept) -> {
          Optional<Element> sequence = sequence(start);
          if (!kept.contains(start.tag())) {
            sequence.ifPresent(kept::put);
          }
        }
        case Token.SequenceStart _ -> skipSequence();
        case Token.End _ -> {
          return kept;
        }
        case Token.ElementHeader _,
            Token.ItemStart _,
            Token.ItemEnd _,
            Token.SequenceEnd _,
            Token.FragmentsStart _,
            Token.Fragment _,
            Token.FragmentsEnd _ -> {}
      }
    }
  }

  private static boolean isBeyond(Token token) {
    return switch (token) {
      case Token.ElementHeader(int tag, Vr _, long _) -> Tags.compare(tag, PIXEL_GROUP) >= 0;
      case Token.FragmentsStart _ -> true;
      case Token.SequenceStart(int tag, Vr _, long _) -> Tags.compare(tag, PIXEL_GROUP) >= 0;
      case Token.ItemStart _,
          Token.ItemEnd _,
          Token.SequenceEnd _,
          Token.Fragment _,
          Token.FragmentsEnd _,
          Token.End _ ->
          false;
    };
  }

  /** The value, unless it is too long to be kept; then it is as if it were not there. */
  private Optional<Element> value(Token.ElementHeader header) throws IOException {
    if (header.length() > ArchiveLimits.MAX_ATTRIBUTE_BYTES
        || header.length() + ELEMENT_COST > budget) {
      return Optional.empty();
    }
    budget -= (int) header.length() + ELEMENT_COST;
    byte[] bytes = reader.readValue(ArchiveLimits.MAX_ATTRIBUTE_BYTES);
    if (reader.valueIsBigEndian()) {
      swap(bytes, header.vr().unitBytes());
    }
    // Standard attributes that came as UN (PS3.5 §6.2.2) get their VR back.
    Vr vr = header.vr() == Vr.UN ? Dictionary.vrOf(header.tag()) : header.vr();
    return Optional.of(new ValueElement(header.tag(), vr == Vr.SQ ? Vr.UN : vr, bytes));
  }

  /** A sequence with all its items, or nothing if any part of it is too long. */
  private Optional<Element> sequence(Token.SequenceStart start) throws IOException {
    List<DataSet> items = new ArrayList<>();
    boolean whole = true;
    while (reader.next() instanceof Token.ItemStart) {
      budget -= ELEMENT_COST;
      DataSet item = new DataSet();
      whole &= item(item);
      items.add(item);
      if (budget <= 0) {
        whole = false;
      }
      if (!whole) {
        items.clear();
      }
    }
    return whole ? Optional.of(new SequenceElement(start.tag(), items)) : Optional.empty();
  }

  /** Reads an item to its end; false if it is not kept whole. Depth is bounded by the reader. */
  private boolean item(DataSet item) throws IOException {
    boolean whole = true;
    while (true) {
      switch (reader.next()) {
        case Token.ItemEnd _ -> {
          return whole;
        }
        case Token.ElementHeader header -> {
          Optional<Element> value = whole ? value(header) : Optional.empty();
          whole &= value.isPresent();
          value.ifPresent(item::put);
        }
        case Token.SequenceStart start -> {
          if (whole) {
            Optional<Element> nested = sequence(start);
            whole = nested.isPresent();
            nested.ifPresent(item::put);
          } else {
            skipSequence();
          }
        }
        case Token.FragmentsStart _, Token.Fragment _, Token.FragmentsEnd _ -> whole = false;
        case Token.ItemStart _, Token.SequenceEnd _, Token.End _ ->
            throw new IllegalStateException("the reader nests items in sequences");
      }
    }
  }

  /** Passes over what is left of the sequence just begun. */
  private void skipSequence() throws IOException {
    int open = 1;
    while (open > 0) {
      switch (reader.next()) {
        case Token.SequenceStart _ -> open++;
        case Token.SequenceEnd _ -> open--;
        case Token.End _ -> throw new IllegalStateException("the reader closes every sequence");
        case Token.ElementHeader _,
            Token.ItemStart _,
            Token.ItemEnd _,
            Token.FragmentsStart _,
            Token.Fragment _,
            Token.FragmentsEnd _ -> {}
      }
    }
  }

  private static void swap(byte[] bytes, int unit) {
    for (int start = 0; unit > 1 && start + unit <= bytes.length; start += unit) {
      for (int i = 0; i < unit / 2; i++) {
        byte swapped = bytes[start + i];
        bytes[start + i] = bytes[start + unit - 1 - i];
        bytes[start + unit - 1 - i] = swapped;
      }
    }
  }
}
