package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetReader;
import huisclos.dicom.Element;
import huisclos.dicom.FragmentsElement;
import huisclos.dicom.Limits;
import huisclos.dicom.Tag;
import huisclos.dicom.Token.Fragment;
import huisclos.dicom.Uids;
import huisclos.dicom.ValueElement;
import huisclos.pixels.Undecodable.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Fragments put together into frames as they come (PS3.5 §A.4).
 *
 * <p>A fragment begins a frame if the extended or the basic offset table says so; if neither table
 * has an entry for each frame, then where it begins with a code stream's first marker, or for
 * formats without one (RLE, deflated) always. All fragments belong to the only frame.
 */
final class FragmentAssembly {
  /** Bytes of a fragment that show whether a code stream begins. */
  private static final int PEEK = 4;

  /** An item's tag and length, which offsets count in. */
  private static final int ITEM_HEADER = 8;

  private static final int JPEG = 0xFFD8;
  private static final int JPEG_2000 = 0xFF4F;
  private static final int JP2_BOX = 0x0000000C;

  private final PixelDescription description;
  private final SortedMap<Integer, byte[]> frames = new TreeMap<>();
  private final ByteArrayOutputStream current = new ByteArrayOutputStream();
  private long[] starts;
  private int number = -1;
  private long offset;

  /** The number of the frame that the last fragment began, if it began one. */
  private int next;

  private boolean begun;

  FragmentAssembly(PixelDescription description, DataSet header) {
    this.description = description;
    this.starts = extendedTable(header);
  }

  SortedMap<Integer, byte[]> frames() {
    return frames;
  }

  /** Takes every frame of pixel data that is held in memory. */
  FragmentAssembly all(FragmentsElement pixels) {
    basicTable(pixels.offsetTable());
    for (byte[] fragment : pixels.fragments()) {
      int first = first(fragment, fragment.length);
      if (begins(first)) {
        finish(true);
      }
      current.writeBytes(fragment);
      offset += ITEM_HEADER + fragment.length;
    }
    finish(true);
    return this;
  }

  /**
   * Gives the wanted frames of pixel data that streams by to a sink; holds one.
   *
   * @return why it ended early; empty at the end of the pixel data
   */
  Optional<Undecodable> read(DataSetReader reader, IntPredicate wanted, FrameSink sink)
      throws IOException {
    while (reader.next() instanceof Fragment(int index, long length)) {
      if (index == 0) {
        basicTable(reader.readValue(Limits.MAX_FRAGMENTS * 4));
        continue;
      }
      InputStream in = reader.valueStream();
      byte[] peek = in.readNBytes((int) Math.min(PEEK, length));
      if (begins(first(peek, peek.length))) {
        finish(wanted.test(number));
        Optional<Undecodable> over = handOver(sink);
        if (over.isPresent()) {
          return over;
        }
      }
      offset += ITEM_HEADER + length;
      if (wanted.test(number)) {
        if (current.size() + length > PixelLimits.MAX_FRAME_BYTES) {
          return Optional.of(new Undecodable(Reason.TOO_LARGE));
        }
        current.writeBytes(peek);
        in.transferTo(current);
      }
    }
    finish(wanted.test(number));
    return handOver(sink);
  }

  private Optional<Undecodable> handOver(FrameSink sink) throws IOException {
    Optional<Undecodable> over = Optional.empty();
    for (var frame : frames.entrySet()) {
      over = sink.take(frame.getKey(), frame.getValue());
    }
    frames.clear();
    return over;
  }

  /** Ends the frame before, the number being that of the next one thereafter. */
  private void finish(boolean keep) {
    if (keep && number >= 0 && number < description.frames() && current.size() > 0) {
      frames.put(number, current.toByteArray());
    }
    current.reset();
    if (begun) {
      number = next;
      begun = false;
    }
  }

  private boolean begins(int first) {
    next = number + 1;
    if (starts.length > 0) {
      int entry = Arrays.binarySearch(starts, offset);
      begun = entry >= 0;
      next = begun ? entry : next;
    } else {
      begun = number < 0 || (description.frames() > 1 && beginsCodeStream(first));
    }
    return begun;
  }

  private boolean beginsCodeStream(int first) {
    return switch (description.syntax().uid()) {
      case Uids.RLE_LOSSLESS, Uids.DEFLATED_IMAGE_FRAME_COMPRESSION -> true;
      default -> first >>> 16 == JPEG || first >>> 16 == JPEG_2000 || first == JP2_BOX;
    };
  }

  private static int first(byte[] fragment, int length) {
    int first = 0;
    for (int i = 0; i < PEEK; i++) {
      first = first << 8 | (i < length ? fragment[i] & 0xFF : 0);
    }
    return first;
  }

  /** Takes the basic offset table, if there is no extended one and it has an entry a frame. */
  private void basicTable(byte[] table) {
    if (starts.length == 0 && table.length / 4 == description.frames()) {
      ByteBuffer buffer = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
      long[] offsets = new long[table.length / 4];
      Arrays.setAll(offsets, i -> Integer.toUnsignedLong(buffer.getInt(i * 4)));
      starts = ascending(offsets);
    }
  }

  private long[] extendedTable(DataSet set) {
    Element table = set.get(Tag.EXTENDED_OFFSET_TABLE).orElse(null);
    if (table instanceof ValueElement value && value.length() / 8 == description.frames()) {
      ByteBuffer buffer = ByteBuffer.wrap(value.bytes()).order(ByteOrder.LITTLE_ENDIAN);
      long[] offsets = new long[value.length() / 8];
      Arrays.setAll(offsets, i -> buffer.getLong(i * 8));
      return ascending(offsets);
    }
    return new long[0];
  }

  /** The offsets, or none if they could not be those of frames one after another. */
  private static long[] ascending(long[] offsets) {
    for (int i = 0; i < offsets.length; i++) {
      if (i == 0 ? offsets[i] != 0 : offsets[i] <= offsets[i - 1]) {
        return new long[0];
      }
    }
    return offsets;
  }
}
