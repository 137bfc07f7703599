package huisclos.dicom;

import huisclos.dicom.Levels.Kind;
import huisclos.dicom.Token.ElementHeader;
import huisclos.dicom.Token.End;
import huisclos.dicom.Token.Fragment;
import huisclos.dicom.Token.FragmentsEnd;
import huisclos.dicom.Token.FragmentsStart;
import huisclos.dicom.Token.ItemEnd;
import huisclos.dicom.Token.ItemStart;
import huisclos.dicom.Token.SequenceEnd;
import huisclos.dicom.Token.SequenceStart;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a data set token by token, holding no more than {@link Limits#READ_AHEAD_BYTES} of
 * it, whatever its size (PS3.5 §7, Annex A).
 *
 * <p>After an {@link ElementHeader} or {@link Fragment} the value may be read, streamed or skipped;
 * what is left of it is skipped by the next {@link #next()}. Skipping reads every byte through the
 * underlying stream (unless that was said to be seekable), so that a wrapper that passes bytes on
 * sees them all.
 *
 * <p>Every length is checked against what encloses it before anything is allocated, and nesting
 * against {@link Limits#MAX_DEPTH}; there is no recursion. A breach is a {@link DicomException}
 * with offset, tag and {@link Rule}. What is tolerated is listed in {@code dicom/TOLERANCES.md}.
 * Not thread-safe; closing the stream is the caller's matter.
 */
public final class DataSetReader {
  private static final Token ITEM_END = new ItemEnd();
  private static final Token SEQUENCE_END = new SequenceEnd();
  private static final Token FRAGMENTS_END = new FragmentsEnd();
  private static final Token END = new End();

  /** The length field that leaves the length open (PS3.5 §7.1.1). */
  private static final int UNDEFINED = 0xFFFFFFFF;

  private final ByteSource in;
  private final @Nullable InflatedStream inflated;
  private final TransferSyntax syntax;
  private final Levels levels = new Levels();

  /** The element being read, for errors. */
  private int tag;

  /** Offset where the last token's header starts. */
  private long headerOffset;

  /** The lowest tag that may still come at the outermost level. */
  private int floor;

  /** Index of the next fragment. */
  private int fragment;

  /** Bytes of the current value not yet taken. */
  private long valueLeft;

  private @Nullable Token pushedBack;
  private boolean ended;

  /** A reader of a stream that is positioned at the first byte of a data set. */
  public DataSetReader(InputStream in, TransferSyntax syntax) {
    this(in, syntax, false);
  }

  /**
   * A reader of such a stream.
   *
   * @param seekable whether values that nobody asks for may be passed over by {@link
   *     InputStream#skip}; never so where a wrapper must see every byte
   */
  public DataSetReader(InputStream in, TransferSyntax syntax, boolean seekable) {
    this.inflated = syntax.deflated() ? new InflatedStream(in) : null;
    this.in = inflated != null ? new ByteSource(inflated, false) : ByteSource.of(in, seekable);
    this.syntax = syntax;
    levels.push(Kind.DATA_SET, Long.MAX_VALUE, true, syntax.explicit(), syntax.bigEndian());
  }

  public TransferSyntax transferSyntax() {
    return syntax;
  }

  /**
   * Offset of the next byte: from the start of the file where the stream comes from {@link Part10},
   * else from the data set's; in inflated bytes for a deflated syntax.
   */
  public long offset() {
    return in.offset();
  }

  /** Where the header of the last token starts, counted like {@link #offset()}. */
  public long headerOffset() {
    return headerOffset;
  }

  /** How many sequences are open around the next token. */
  public int depth() {
    return levels.depth();
  }

  /** Whether numbers of the current value have their most significant byte first. */
  public boolean valueIsBigEndian() {
    return levels.bigEndian();
  }

  /** Whether the current element carries its VR; else it is the dictionary's. */
  boolean valueIsExplicit() {
    return levels.explicit();
  }

  /** The next token; {@link End} again and again once the data set has ended. */
  public Token next() throws IOException {
    if (pushedBack != null) {
      Token token = pushedBack;
      pushedBack = null;
      return token;
    }
    skipValue();
    if (ended) {
      return END;
    }
    return switch (levels.kind()) {
      case DATA_SET, ITEM -> nextElement();
      case SEQUENCE -> nextItem();
      case FRAGMENTS -> nextFragment();
    };
  }

  /** Makes {@link #next()} return this token once more; its value must not have been touched. */
  public void pushBack(Token token) {
    pushedBack = token;
  }

  /**
   * From here on the outermost level must hold no tag below this one: what was read as the header
   * must have been all of it, or others could see an identity in this data set that we do not.
   */
  void headerEnds(int floor) {
    this.floor = floor;
  }

  /** Walks to the end of the data set, checking its structure and holding nothing. */
  public void skipToEnd() throws IOException {
    while (!(next() instanceof End)) {
      // Each step checks the lengths it meets.
    }
  }

  /** Bytes of the current value that have not been read yet. */
  public long valueLeft() {
    return valueLeft;
  }

  /** Passes over what is left of the current value. */
  public void skipValue() throws IOException {
    if (valueLeft > 0) {
      long left = valueLeft;
      valueLeft = 0;
      if (in.pass(left) < left) {
        throw broken(Rule.TRUNCATED, in.offset());
      }
    }
  }

  /**
   * What is left of the current value, as stored (numbers in the source's byte order).
   *
   * @throws DicomException if that is more than {@code max} bytes, or the stream ends before
   */
  public byte[] readValue(int max) throws IOException {
    if (valueLeft > max) {
      throw broken(Rule.VALUE_BYTES, in.offset());
    }
    int length = (int) valueLeft;
    byte[] value = in.readNBytes(length);
    valueLeft = 0;
    if (value.length < length) {
      throw broken(Rule.TRUNCATED, in.offset());
    }
    return value;
  }

  /**
   * What is left of the current value as a stream, which must not be used once {@link #next()} was
   * called. It fails rather than end early.
   */
  public InputStream valueStream() {
    return new ValueStream();
  }

  private Token nextElement() throws IOException {
    long start = in.offset();
    headerOffset = start;
    if (start == levels.bound() && !levels.open()) {
      return pop();
    }
    if (levels.outermost() && !in.ensure(1)) {
      return finish();
    }
    tag = 0;
    need(8, start);
    boolean big = levels.bigEndian();
    tag = in.peekTag(0, big);
    if (Tags.group(tag) == 0xFFFE) {
      return endItem(start);
    }
    if (Tags.group(tag) == 0 && Tags.group(levels.lastTag()) != 0) {
      throw broken(Rule.TRAILING_DATA, start);
    }
    if (levels.outermost() && Tags.compare(tag, floor) < 0) {
      throw broken(Rule.OUT_OF_ORDER, start);
    }
    levels.lastTag(tag);
    if (!levels.explicit()) {
      int length = in.peek32(4, big);
      in.advance(8);
      return begin(Dictionary.vrOf(tag), length, length == UNDEFINED, start);
    }
    Vr vr = explicitVr(start);
    if (vr == null || !vr.isLongLength()) {
      int length = in.peek16(6, big);
      in.advance(8);
      return begin(vr == null ? unknownVr() : vr, length, false, start);
    }
    need(12, start);
    int length = in.peek32(8, big);
    in.advance(12);
    return begin(vr, length, length == UNDEFINED, start);
  }

  /** The VR of the two bytes; null for two capital letters that are none we know, or two spaces. */
  private @Nullable Vr explicitVr(long start) throws DicomException {
    int first = in.peek(4);
    int second = in.peek(5);
    Vr vr = Vr.of(first, second);
    if (vr == null && !Vr.hasForm(first, second) && !(first == ' ' && second == ' ')) {
      throw broken(Rule.INVALID_VR, start);
    }
    return vr;
  }

  /** What an element of no known VR is read as; its length field was taken to have 16 bits. */
  private Vr unknownVr() {
    Vr vr = Dictionary.vrOf(tag);
    return vr.isLongLength() ? Vr.UN : vr;
  }

  private Token begin(Vr vr, int length, boolean undefined, long start) throws IOException {
    if (undefined) {
      return beginUndefined(vr, start);
    }
    long bytes = fitting(length, start);
    if (vr == Vr.SQ) {
      checkDepth(start);
      levels.push(Kind.SEQUENCE, in.offset() + bytes, false);
      return new SequenceStart(tag, vr, bytes);
    }
    valueLeft = bytes;
    return new ElementHeader(tag, vr, bytes);
  }

  /** An undefined length: fragments, a sequence, or an implicit sequence as UN (PS3.5 §6.2.2). */
  private Token beginUndefined(Vr vr, long start) throws IOException {
    boolean explicit = levels.explicit();
    if (tag == Tag.PIXEL_DATA || (explicit && (vr == Vr.OB || vr == Vr.OW))) {
      levels.push(Kind.FRAGMENTS, levels.bound(), true);
      fragment = 0;
      return new FragmentsStart(tag, vr);
    }
    if (explicit && vr != Vr.SQ && vr != Vr.UN) {
      throw broken(Rule.UNDEFINED_LENGTH, start);
    }
    checkDepth(start);
    boolean disguised = explicit && vr == Vr.UN;
    levels.push(
        Kind.SEQUENCE,
        levels.bound(),
        true,
        explicit && !disguised,
        levels.bigEndian() && !disguised);
    return new SequenceStart(tag, disguised ? Vr.UN : Vr.SQ, Token.UNDEFINED);
  }

  /** An item delimiter closes an item of undefined length; any other FFFE tag is misplaced. */
  private Token endItem(long start) throws IOException {
    if (tag != Tag.ITEM_DELIMITATION_ITEM || levels.kind() != Kind.ITEM || !levels.open()) {
      throw broken(Rule.STRAY_ITEM, start);
    }
    in.advance(8);
    return pop();
  }

  private Token nextItem() throws IOException {
    long start = in.offset();
    headerOffset = start;
    if (start == levels.bound() && !levels.open()) {
      return pop();
    }
    if (!item(start)) {
      return pop();
    }
    int length = in.peek32(4, levels.bigEndian());
    in.advance(8);
    if (length == UNDEFINED) {
      levels.push(Kind.ITEM, levels.bound(), true);
      return new ItemStart(Token.UNDEFINED);
    }
    long bytes = fitting(length, start);
    levels.push(Kind.ITEM, in.offset() + bytes, false);
    return new ItemStart(bytes);
  }

  private Token nextFragment() throws IOException {
    long start = in.offset();
    headerOffset = start;
    if (!item(start)) {
      return pop();
    }
    int length = in.peek32(4, levels.bigEndian());
    if (length == UNDEFINED) {
      throw broken(Rule.UNDEFINED_LENGTH, start);
    }
    in.advance(8);
    valueLeft = fitting(length, start);
    return new Fragment(fragment++, valueLeft);
  }

  /** Whether an item comes next; a sequence delimiter is taken and means no. */
  private boolean item(long start) throws IOException {
    need(8, start);
    int next = in.peekTag(0, levels.bigEndian());
    if (next == Tag.ITEM) {
      return true;
    }
    if (next != Tag.SEQUENCE_DELIMITATION_ITEM) {
      throw broken(Rule.ITEM_EXPECTED, start);
    }
    if (!levels.open()) {
      throw broken(Rule.STRAY_ITEM, start);
    }
    in.advance(8);
    return false;
  }

  private Token pop() {
    return switch (levels.pop()) {
      case ITEM -> ITEM_END;
      case SEQUENCE -> SEQUENCE_END;
      case FRAGMENTS -> FRAGMENTS_END;
      case DATA_SET -> throw new IllegalStateException("the data set itself has no bound");
    };
  }

  private Token finish() throws IOException {
    if (inflated != null) {
      inflated.finish();
    }
    ended = true;
    return END;
  }

  /** Makes the next bytes of a header available. */
  private void need(int count, long start) throws IOException {
    if (levels.bound() - in.offset() < count) {
      throw broken(Rule.EXCEEDS_PARENT, start);
    }
    if (!in.ensure(count)) {
      throw broken(Rule.TRUNCATED, start);
    }
  }

  /** A length, once it fits what encloses it. */
  private long fitting(int length, long start) throws DicomException {
    long bytes = Integer.toUnsignedLong(length);
    if (bytes > levels.bound() - in.offset()) {
      throw broken(Rule.EXCEEDS_PARENT, start);
    }
    return bytes;
  }

  private void checkDepth(long start) throws DicomException {
    if (levels.depth() == Limits.MAX_DEPTH) {
      throw broken(Rule.DEPTH, start);
    }
  }

  private DicomException broken(Rule rule, long offset) {
    return new DicomException(rule, offset, tag);
  }

  private final class ValueStream extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
      if (valueLeft == 0) {
        return length == 0 ? 0 : -1;
      }
      int read = in.read(target, start, (int) Math.min(length, valueLeft));
      if (read < 0) {
        throw broken(Rule.TRUNCATED, in.offset());
      }
      valueLeft -= read;
      return read;
    }
  }
}
