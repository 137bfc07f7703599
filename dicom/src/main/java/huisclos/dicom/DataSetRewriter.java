package huisclos.dicom;

import huisclos.dicom.Token.ElementHeader;
import huisclos.dicom.Token.End;
import huisclos.dicom.Token.Fragment;
import huisclos.dicom.Token.FragmentsEnd;
import huisclos.dicom.Token.FragmentsStart;
import huisclos.dicom.Token.ItemEnd;
import huisclos.dicom.Token.ItemStart;
import huisclos.dicom.Token.SequenceEnd;
import huisclos.dicom.Token.SequenceStart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A data set with some attributes of its outermost level replaced, added or left out, read as a
 * stream in the syntax it came in. Holds no more than {@value #SLICE} bytes of a value, and of text
 * that changes its character set no more than {@value #MAX_TEXT}.
 *
 * <p>All sequences and items get undefined lengths, group lengths are left out, implicit sequences
 * that were sent as UN become SQ; every other value is passed on byte for byte. Not thread-safe.
 */
public final class DataSetRewriter extends InputStream {
  /** Bytes of the longest text that can change its character set. */
  public static final int MAX_TEXT = 16 << 20;

  private static final int SLICE = 64 << 10;
  private static final int UNDEFINED = 0xFFFFFFFF;

  private final InputStream in;
  private final DataSetReader reader;
  private final TransferSyntax syntax;
  private final TransferSyntax plain;
  private final Change change;
  private final Deque<Element> pending = new ArrayDeque<>();
  private final Deque<SpecificCharacterSet> repertoires = new ArrayDeque<>();
  private final Buffer buffer = new Buffer();
  private final OutputStream out;
  private final ElementSink sink;
  private final byte[] slice = new byte[SLICE];
  private boolean inValue;
  private boolean ended;

  /**
   * What to change.
   *
   * @param put elements that take the place of those there, or are added, encoded in the repertoire
   *     that the result has
   * @param removed tags that are left out
   * @param repertoire how the text that is there is to be read; ignored unless {@code toUtf8}
   * @param toUtf8 whether all text is written anew in UTF-8; {@code put} then says so in
   *     (0008,0005)
   */
  public record Change(
      DataSet put, Set<Integer> removed, SpecificCharacterSet repertoire, boolean toUtf8) {
    public Change {
      removed = Set.copyOf(removed);
    }
  }

  private static final class Buffer extends ByteArrayOutputStream {
    private int taken;

    int left() {
      return count - taken;
    }

    int take(byte[] target, int start, int length) {
      int n = Math.min(length, left());
      System.arraycopy(buf, taken, target, start, n);
      taken += n;
      if (taken == count) {
        taken = 0;
        reset();
      }
      return n;
    }
  }

  /** The changed data set of a stream that stands at the first byte of one. */
  public DataSetRewriter(InputStream in, TransferSyntax syntax, Change change) {
    this.in = in;
    this.reader = new DataSetReader(in, syntax);
    this.syntax = syntax;
    this.change = change;
    this.plain = syntax.deflated() ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : syntax;
    change.put.forEach(pending::add);
    repertoires.push(change.repertoire);
    this.out = syntax.deflated() ? new DeflatedOutput(buffer) : buffer;
    this.sink = new ElementSink(out);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int start, int length) throws IOException {
    Objects.checkFromIndexSize(start, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (buffer.left() == 0) {
      if (ended) {
        return -1;
      }
      step();
    }
    return buffer.take(target, start, length);
  }

  /** Closes the stream below, which checks there what it has to check. */
  @Override
  public void close() throws IOException {
    in.close();
  }

  private void step() throws IOException {
    if (inValue) {
      int count = reader.valueStream().readNBytes(slice, 0, slice.length);
      sink.bytes(slice, count);
      inValue = reader.valueLeft() > 0;
    } else {
      token(reader.next());
    }
    sink.flush();
  }

  private void token(Token token) throws IOException {
    switch (token) {
      case ElementHeader header -> element(header);
      case SequenceStart start -> {
        if (changed(start.tag())) {
          skipSequence();
        } else {
          sink.header(start.tag(), Vr.SQ, UNDEFINED, syntax.explicit(), syntax.bigEndian());
        }
      }
      case ItemStart _ -> {
        repertoires.push(repertoires.getFirst());
        sink.item(Tag.ITEM, UNDEFINED, syntax.bigEndian());
      }
      case ItemEnd _ -> {
        repertoires.pop();
        sink.item(Tag.ITEM_DELIMITATION_ITEM, 0, syntax.bigEndian());
      }
      case SequenceEnd _, FragmentsEnd _ ->
          sink.item(Tag.SEQUENCE_DELIMITATION_ITEM, 0, syntax.bigEndian());
      case FragmentsStart(int tag, Vr vr) -> {
        putBefore(tag);
        sink.header(tag, vr, UNDEFINED, syntax.explicit(), syntax.bigEndian());
      }
      case Fragment fragment -> {
        sink.item(Tag.ITEM, (int) fragment.length(), syntax.bigEndian());
        inValue = fragment.length() > 0;
      }
      case End _ -> finish();
    }
  }

  private void finish() throws IOException {
    while (!pending.isEmpty()) {
      put(pending.remove());
    }
    sink.flush();
    if (syntax.deflated()) {
      out.close();
    }
    // What follows a deflated data set belongs to what was stored: it is read, so as to be checked.
    in.transferTo(OutputStream.nullOutputStream());
    ended = true;
  }

  /** At the outermost level: writes what comes before a tag; whether the tag itself is replaced. */
  private boolean changed(int tag) throws IOException {
    if (repertoires.size() > 1) {
      return false;
    }
    putBefore(tag);
    Element next = pending.peek();
    if (next != null && next.tag() == tag) {
      put(pending.remove());
      return true;
    }
    return change.removed.contains(tag) || change.put.contains(tag);
  }

  private void putBefore(int tag) throws IOException {
    while (repertoires.size() == 1) {
      Element next = pending.peek();
      if (next == null || Tags.compare(next.tag(), tag) >= 0) {
        return;
      }
      put(pending.remove());
    }
  }

  private void put(Element element) throws IOException {
    sink.flush();
    DataSet one = new DataSet();
    one.put(element);
    DataSetWriter.write(one, out, plain);
  }

  private void element(ElementHeader header) throws IOException {
    if (Tags.isGroupLength(header.tag()) || changed(header.tag())) {
      reader.skipValue();
      return;
    }
    if (change.toUtf8 && header.tag() == Tag.SPECIFIC_CHARACTER_SET) {
      nestedRepertoire(header);
    } else if (change.toUtf8 && header.vr().usesCharacterSet()) {
      text(header);
    } else {
      write(header.tag(), header.vr(), (int) header.length());
      inValue = header.length() > 0;
    }
  }

  /** An item's own character set: its text is read by it, and written in UTF-8 like the rest. */
  private void nestedRepertoire(ElementHeader header) throws IOException {
    String terms =
        SpecificCharacterSet.DEFAULT.decode(reader.readValue(MAX_TEXT), header.vr()).strip();
    repertoires.pop();
    repertoires.push(
        SpecificCharacterSet.of(
            terms.isEmpty()
                ? List.of()
                : Arrays.stream(terms.split("\\\\", -1)).map(String::strip).toList()));
    DataSet named = new DataSet();
    named.putString(
        Tag.SPECIFIC_CHARACTER_SET, SpecificCharacterSet.UTF_8.terms().toArray(String[]::new));
    put(named.get(Tag.SPECIFIC_CHARACTER_SET).orElseThrow());
  }

  private void text(ElementHeader header) throws IOException {
    byte[] value = reader.readValue(MAX_TEXT);
    byte[] utf8 =
        SpecificCharacterSet.UTF_8.encode(
            repertoires.getFirst().decode(value, header.vr()), header.vr());
    if (utf8.length % 2 == 1) {
      utf8 = Arrays.copyOf(utf8, utf8.length + 1);
      utf8[utf8.length - 1] = ' ';
    }
    Vr vr =
        syntax.explicit() && !header.vr().isLongLength() && utf8.length > 0xFFFF
            ? Vr.UN
            : header.vr();
    write(header.tag(), vr, utf8.length);
    sink.bytes(utf8);
  }

  private void write(int tag, Vr vr, int length) throws IOException {
    sink.header(tag, vr, length, syntax.explicit(), syntax.bigEndian());
  }

  private void skipSequence() throws IOException {
    int open = 1;
    while (open > 0) {
      switch (reader.next()) {
        case SequenceStart _ -> open++;
        case SequenceEnd _ -> open--;
        case End _ -> throw new IllegalStateException("the reader closes every sequence");
        case ElementHeader _,
            ItemStart _,
            ItemEnd _,
            FragmentsStart _,
            Fragment _,
            FragmentsEnd _ -> {}
      }
    }
  }
}
