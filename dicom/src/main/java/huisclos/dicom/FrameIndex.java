package huisclos.dicom;

import huisclos.dicom.Token.Fragment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the frames of encapsulated pixel data lie (PS3.5 §A.4): by the extended offset table
 * (7FE0,0001), else by the basic one, else one fragment a frame, or all fragments for a single one.
 *
 * @param frames the frames in order
 */
public record FrameIndex(List<Frame> frames) {

  /**
   * One frame. Its bytes are those of its fragments, one after the other.
   *
   * @param firstFragment index of its first fragment, from 0, the offset table not counted
   * @param fragments how many it has
   * @param offset of its first fragment's item header, in bytes from the first item after the basic
   *     offset table, as the tables count
   * @param length its bytes without item headers; a byte of padding may be among them
   */
  public record Frame(int firstFragment, int fragments, long offset, long length) {}

  public FrameIndex {
    frames = List.copyOf(frames);
  }

  /**
   * The index of pixel data held in memory.
   *
   * @param set the data set it belongs to
   * @throws DicomException if the tables do not fit the fragments, or nothing says where frames
   *     begin
   */
  public static FrameIndex of(FragmentsElement pixels, DataSet set) throws DicomException {
    long[] lengths = pixels.fragments().stream().mapToLong(f -> f.length).toArray();
    return of(lengths, pixels.offsetTable(), set);
  }

  /**
   * The index of pixel data that streams by: reads its offset table, skips its fragments.
   *
   * @param reader one whose last token was the start of the fragments
   * @param set what was read of the data set before
   */
  public static FrameIndex read(DataSetReader reader, DataSet set) throws IOException {
    byte[] table = {};
    long[] lengths = new long[64];
    int count = 0;
    while (reader.next() instanceof Fragment(int index, long length)) {
      if (index == 0) {
        table = reader.readValue(Limits.MAX_FRAGMENTS * 4);
        continue;
      }
      if (count == Limits.MAX_FRAGMENTS) {
        throw new DicomException(Rule.FRAGMENTS, reader.headerOffset(), Tag.PIXEL_DATA);
      }
      if (count == lengths.length) {
        lengths = Arrays.copyOf(lengths, count * 2);
      }
      lengths[count++] = length;
    }
    return of(Arrays.copyOf(lengths, count), table, set);
  }

  private static FrameIndex of(long[] lengths, byte[] basicTable, DataSet set)
      throws DicomException {
    long[] starts = new long[lengths.length];
    for (int i = 1; i < lengths.length; i++) {
      starts[i] = starts[i - 1] + 8 + lengths[i - 1];
    }
    int count = set.integer(Tag.NUMBER_OF_FRAMES).orElse(1);
    long[] extended = longs(set, Tag.EXTENDED_OFFSET_TABLE);
    if (extended.length > 0) {
      return byTable(extended, longs(set, Tag.EXTENDED_OFFSET_TABLE_LENGTHS), starts, lengths);
    }
    if (basicTable.length >= 4) {
      return byTable(unsignedInts(basicTable), new long[0], starts, lengths);
    }
    if (count == lengths.length) {
      return byTable(starts, new long[0], starts, lengths);
    }
    if (count == 1 && lengths.length > 0) {
      return byTable(new long[] {0}, new long[0], starts, lengths);
    }
    throw new DicomException(Rule.OFFSET_TABLE, -1, Tag.PIXEL_DATA);
  }

  /**
   * The frames that start at these offsets.
   *
   * @param exact their lengths where the extended table says them, else empty
   */
  private static FrameIndex byTable(long[] offsets, long[] exact, long[] starts, long[] lengths)
      throws DicomException {
    int[] first = new int[offsets.length + 1];
    first[offsets.length] = starts.length;
    for (int i = 0; i < offsets.length; i++) {
      first[i] = Arrays.binarySearch(starts, offsets[i]);
      require(first[i] >= 0 && (i == 0 ? first[i] == 0 : first[i] > first[i - 1]));
    }
    require(exact.length == 0 || exact.length == offsets.length);
    List<Frame> frames = new ArrayList<>(offsets.length);
    for (int i = 0; i < offsets.length; i++) {
      long length = 0;
      for (int f = first[i]; f < first[i + 1]; f++) {
        length += lengths[f];
      }
      if (exact.length > 0) {
        require(exact[i] >= 0 && exact[i] <= length);
        length = exact[i];
      }
      frames.add(new Frame(first[i], first[i + 1] - first[i], offsets[i], length));
    }
    return new FrameIndex(frames);
  }

  private static void require(boolean fits) throws DicomException {
    if (!fits) {
      throw new DicomException(Rule.OFFSET_TABLE, -1, Tag.PIXEL_DATA);
    }
  }

  private static long[] longs(DataSet set, int tag) throws DicomException {
    return switch (set.get(tag).orElse(null)) {
      case null -> new long[0];
      case ValueElement value -> {
        ByteBuffer buffer = ByteBuffer.wrap(value.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        long[] values = new long[value.length() / 8];
        Arrays.setAll(values, i -> buffer.getLong(i * 8));
        yield values;
      }
      case BulkElement _ -> throw new DicomException(Rule.NOT_HELD, -1, tag);
      case SequenceElement _, FragmentsElement _ -> new long[0];
    };
  }

  private static long[] unsignedInts(byte[] table) {
    ByteBuffer buffer = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    long[] values = new long[table.length / 4];
    Arrays.setAll(values, i -> Integer.toUnsignedLong(buffer.getInt(i * 4)));
    return values;
  }
}
