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
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link DataSet} from a reader's tokens, within {@link Limits#MAX_HELD_BYTES} and {@link
 * Limits#MAX_ELEMENTS}. One use, one thread.
 */
public final class DataSetDecoder {
  private final DataSetReader reader;
  private final ReadOptions options;
  private final Deque<OpenSequence> sequences = new ArrayDeque<>();
  private DataSet current = new DataSet();
  private long held;
  private int elements;

  /** A sequence whose items are being read, and the set it belongs to. */
  private static final class OpenSequence {
    final SequenceStart start;
    final DataSet parent;
    final List<DataSet> items = new ArrayList<>();
    final BitSet undefined = new BitSet();

    OpenSequence(SequenceStart start, DataSet parent) {
      this.start = start;
      this.parent = parent;
    }
  }

  private DataSetDecoder(DataSetReader reader, ReadOptions options) {
    this.reader = reader;
    this.options = options;
  }

  /** The data set of a stream positioned at its first byte. */
  public static DataSet read(InputStream in, TransferSyntax syntax, ReadOptions options)
      throws IOException {
    return read(new DataSetReader(in, syntax), options);
  }

  /**
   * The data set of a reader that has not been used yet.
   *
   * <p>Where the options stop the reading early, the reader's next token is the element stopped at,
   * so that the caller can go on with it, for example by {@link DataSetReader#skipToEnd()}.
   */
  public static DataSet read(DataSetReader reader, ReadOptions options) throws IOException {
    return new DataSetDecoder(reader, options).read();
  }

  private DataSet read() throws IOException {
    while (true) {
      Token token = reader.next();
      if (sequences.isEmpty() && stopsAt(token)) {
        reader.pushBack(token);
        reader.headerEnds(options.stopBefore());
        return current;
      }
      switch (token) {
        case ElementHeader header -> value(header);
        case SequenceStart start -> openSequence(start);
        case ItemStart item -> openItem(item);
        case ItemEnd _ -> {}
        case SequenceEnd _ -> closeSequence();
        case FragmentsStart start -> fragments(start);
        case Fragment _, FragmentsEnd _ ->
            throw new IllegalStateException("fragments are read where they start");
        case End _ -> {
          return current;
        }
      }
    }
  }

  private boolean stopsAt(Token token) {
    if (options.stopBefore() == ReadOptions.TO_THE_END) {
      return false;
    }
    @Nullable Integer tag =
        switch (token) {
          case ElementHeader(int t, Vr _, long _) -> t;
          case SequenceStart(int t, Vr _, long _) -> t;
          case FragmentsStart(int t, Vr _) -> t;
          default -> null;
        };
    return tag != null && Tags.compare(tag, options.stopBefore()) >= 0;
  }

  private void value(ElementHeader header) throws IOException {
    checkNew(header.tag());
    if (header.length() > options.bulkThreshold()) {
      hold(header.tag(), 0);
      current.add(
          new BulkElement(header.tag(), header.vr(), reader.offset(), header.length(), false));
      return;
    }
    hold(header.tag(), header.length());
    byte[] bytes = reader.readValue(Limits.MAX_VALUE_BYTES);
    if (reader.valueIsBigEndian()) {
      ByteSwap.swap(bytes, bytes.length, header.vr().unitBytes());
    }
    current.add(new ValueElement(header.tag(), header.vr(), bytes));
  }

  private void openSequence(SequenceStart start) throws IOException {
    checkNew(start.tag());
    sequences.push(new OpenSequence(start, current));
  }

  private void openItem(ItemStart item) throws IOException {
    OpenSequence sequence = sequences.element();
    hold(sequence.start.tag(), 0);
    sequence.undefined.set(sequence.items.size(), item.length() == Token.UNDEFINED);
    current = new DataSet(sequence.parent.characterSet());
    sequence.items.add(current);
  }

  private void closeSequence() throws IOException {
    OpenSequence sequence = sequences.pop();
    current = sequence.parent;
    SequenceStart start = sequence.start;
    hold(start.tag(), 0);
    boolean undefined = start.length() == Token.UNDEFINED;
    current.add(
        new SequenceElement(
            start.tag(), start.vr(), sequence.items, undefined, sequence.undefined));
  }

  private void fragments(FragmentsStart start) throws IOException {
    checkNew(start.tag());
    long offset = reader.offset();
    byte[] table = {};
    List<byte[]> fragments = new ArrayList<>();
    boolean bulk = false;
    long bytes = 0;
    while (reader.next() instanceof Fragment(int index, long length)) {
      bytes += length;
      bulk |= bytes > options.bulkThreshold();
      if (bulk) {
        fragments.clear();
        continue;
      }
      if (index == Limits.MAX_FRAGMENTS) {
        throw new DicomException(Rule.FRAGMENTS, reader.offset(), start.tag());
      }
      hold(start.tag(), length);
      byte[] fragment = reader.readValue(Limits.MAX_VALUE_BYTES);
      if (index == 0) {
        table = fragment;
      } else {
        fragments.add(fragment);
      }
    }
    hold(start.tag(), 0);
    if (bulk) {
      // The delimiter that closed the list is 8 bytes long and no part of it.
      long length = reader.offset() - 8 - offset;
      current.add(new BulkElement(start.tag(), start.vr(), offset, length, true));
    } else {
      current.add(new FragmentsElement(start.tag(), start.vr(), table, fragments));
    }
  }

  private void checkNew(int tag) throws DicomException {
    if (current.contains(tag)) {
      throw new DicomException(Rule.DUPLICATE_ELEMENT, reader.headerOffset(), tag);
    }
  }

  /** Counts what an element or item will cost before it is made. */
  private void hold(int tag, long bytes) throws DicomException {
    if (++elements > Limits.MAX_ELEMENTS) {
      throw new DicomException(Rule.ELEMENTS, reader.offset(), tag);
    }
    held += Limits.ELEMENT_COST + bytes;
    if (held > Limits.MAX_HELD_BYTES) {
      throw new DicomException(Rule.HELD_BYTES, reader.offset(), tag);
    }
  }
}
