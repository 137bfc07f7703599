package huisclos.pixels.codec;

import huisclos.pixels.NativeFrame;
import huisclos.pixels.PixelDescription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JPEG with Huffman coding (T.81): baseline, extended and progressive of 8 and 12 bits, lossless of
 * 2 to 16 with every predictor. Arithmetic coding and hierarchies are refused as damaged.
 */
public final class JpegCodec {
  /** Scans of a frame: each costs time, however few bytes it has. */
  private static final int MAX_SCANS = 256;

  private final byte[] in;
  private final PixelDescription description;
  private final int[][] quantisation = new int[4][];
  private final @Nullable JpegHuffman[] dc = new @Nullable JpegHuffman[4];
  private final @Nullable JpegHuffman[] ac = new @Nullable JpegHuffman[4];
  private final List<JpegComponent> components = new ArrayList<>();
  private @Nullable JpegFrame frame;
  private int at;
  private int restart;
  private int scans;
  private boolean jfif;

  /** The Adobe marker's transform, -1 without one. */
  private int adobe = -1;

  private JpegCodec(byte[] in, PixelDescription description) {
    this.in = in;
    this.description = description;
  }

  /** Decodes a frame; colours that the coder had transformed become RGB again. */
  public static NativeFrame decode(byte[] coded, PixelDescription d) throws DamagedFrameException {
    return new JpegCodec(coded, d).decode();
  }

  private NativeFrame decode() throws DamagedFrameException {
    require(in.length > 4 && in[0] == (byte) 0xFF && in[1] == (byte) 0xD8, "No JPEG begins here.");
    at = 2;
    while (segment()) {
      // Each segment moves on.
    }
    JpegFrame header = frame();
    for (JpegComponent component : components) {
      require(component.seen, "A JPEG component has no scan.");
    }
    return new JpegOutput(header, components, description, quantisation).frame(transformed());
  }

  /** Whether the components are luminance and chroma. */
  private boolean transformed() {
    if (components.size() != 3 || frame == null || frame.lossless()) {
      return false;
    }
    if (adobe >= 0) {
      return adobe == 1;
    }
    boolean named = components.get(0).id == 'R' && components.get(1).id == 'G';
    boolean subsampled = components.get(0).horizontal > components.get(1).horizontal;
    return jfif || subsampled || (!named && !description.photometric().equals("RGB"));
  }

  private JpegFrame frame() throws DamagedFrameException {
    if (frame == null) {
      throw new DamagedFrameException("A JPEG has no frame header.");
    }
    return frame;
  }

  /** Takes a marker with its segment; false at the end of the image. */
  private boolean segment() throws DamagedFrameException {
    while (at < in.length && in[at] != (byte) 0xFF) {
      at++;
    }
    while (at < in.length && in[at] == (byte) 0xFF) {
      at++;
    }
    if (at >= in.length) {
      // Files without the last marker occur; of a progressive one nobody knows what is missing.
      require(!frame().progressive(), "A progressive JPEG ends early.");
      return false;
    }
    int marker = in[at++] & 0xFF;
    if (marker == 0xD9) {
      return false;
    }
    if (marker == 0 || marker == 1 || (marker >= 0xD0 && marker <= 0xD8)) {
      return true;
    }
    require(at + 2 <= in.length, "A JPEG segment is cut short.");
    int end = at + int16(at);
    require(end >= at + 2 && end <= in.length, "A JPEG segment is cut short.");
    int start = at + 2;
    at = end;
    switch (marker) {
      case 0xC0, 0xC1, 0xC2, 0xC3 -> frameHeader(marker, start, end);
      case 0xC4 -> huffmanTables(start, end);
      case 0xDB -> quantisationTables(start, end);
      case 0xDD -> {
        require(end - start >= 2, "A JPEG segment is cut short.");
        restart = int16(start);
      }
      case 0xDA -> scan(start, end);
      case 0xE0 -> jfif |= end - start >= 5 && in[start] == 'J' && in[start + 1] == 'F';
      case 0xEE -> {
        if (end - start >= 12 && in[start] == 'A' && in[start + 1] == 'd') {
          adobe = in[start + 11];
        }
      }
      case 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF ->
          throw new DamagedFrameException("A JPEG process that is not decoded.");
      default -> {}
    }
    return true;
  }

  private void frameHeader(int kind, int start, int end) throws DamagedFrameException {
    require(frame == null && end - start >= 6, "A JPEG frame header is damaged.");
    int count = in[start + 5] & 0xFF;
    JpegFrame header = new JpegFrame(kind, in[start] & 0xFF, int16(start + 1), int16(start + 3));
    require(
        header.rows() == description.rows()
            && header.columns() == description.columns()
            && count == description.samplesPerPixel()
            && end - start >= 6 + 3 * count,
        "A JPEG has another size than its data set says.");
    boolean bits =
        header.lossless()
            ? header.precision() >= 2 && header.precision() <= 16
            : header.precision() == 8 || header.precision() == 12;
    require(bits && header.precision() <= description.cellBits(), "A JPEG has too many bits.");
    int maxH = 1;
    int maxV = 1;
    for (int c = 0; c < count; c++) {
      int sampling = in[start + 7 + 3 * c];
      maxH = Math.max(maxH, sampling >> 4);
      maxV = Math.max(maxV, sampling & 15);
      int h = sampling >> 4;
      int v = sampling & 15;
      boolean sound = h >= 1 && h <= 4 && v >= 1 && v <= 4 && in[start + 8 + 3 * c] >>> 2 == 0;
      require(sound && (!header.lossless() || sampling == 0x11), "A JPEG component is damaged.");
    }
    for (int c = 0; c < count; c++) {
      int i = start + 6 + 3 * c;
      components.add(new JpegComponent(in[i] & 0xFF, in[i + 1], in[i + 2], header, maxH, maxV));
    }
    frame = header;
  }

  private void huffmanTables(int from, int end) throws DamagedFrameException {
    int i = from;
    while (i < end) {
      require(end - i >= 17 && (in[i] & 0xEC) == 0, "A JPEG Huffman table is damaged.");
      int slot = in[i];
      int[] lengths = new int[16];
      int total = 0;
      for (int l = 0; l < 16; l++) {
        lengths[l] = in[i + 1 + l] & 0xFF;
        total += lengths[l];
      }
      i += 17;
      require(total <= 256 && end - i >= total, "A JPEG Huffman table is damaged.");
      JpegHuffman table = new JpegHuffman(lengths, Arrays.copyOfRange(in, i, i + total));
      (slot >> 4 == 0 ? dc : ac)[slot & 3] = table;
      i += total;
    }
  }

  private void quantisationTables(int from, int end) throws DamagedFrameException {
    int i = from;
    while (i < end) {
      int wide = (in[i] & 0xF0) == 0 ? 1 : 2;
      require(
          (in[i] & 0xEC) == 0 && end - i >= 1 + 64 * wide, "A JPEG quantisation table is damaged.");
      int[] table = new int[64];
      for (int k = 0; k < 64; k++) {
        table[k] = wide == 1 ? in[i + 1 + k] & 0xFF : int16(i + 1 + 2 * k);
      }
      quantisation[in[i] & 3] = table;
      i += 1 + 64 * wide;
    }
  }

  private void scan(int start, int end) throws DamagedFrameException {
    JpegFrame header = frame();
    require(++scans <= MAX_SCANS, "A JPEG has too many scans.");
    int count = end - start < 1 ? 0 : in[start];
    require(
        count >= 1 && count <= components.size() && end - start >= 4 + 2 * count,
        "A JPEG scan header is damaged.");
    List<JpegScan.Part> parts = new ArrayList<>();
    for (int i = start + 1; i < start + 1 + 2 * count; i += 2) {
      int id = in[i] & 0xFF;
      JpegComponent component =
          components.stream()
              .filter(c -> c.id == id)
              .findFirst()
              .orElseThrow(() -> new DamagedFrameException("A JPEG scan names no component."));
      boolean again = parts.stream().anyMatch(p -> p.component() == component);
      require((!component.seen || header.progressive()) && !again, "A JPEG component comes twice.");
      require((in[i + 1] & 0xCC) == 0, "A JPEG scan header is damaged.");
      parts.add(new JpegScan.Part(component, slot(dc, in[i + 1] >> 4), slot(ac, in[i + 1] & 3)));
    }
    int last = start + 1 + 2 * count;
    int to = header.kind() == 0xC0 || header.kind() == 0xC1 ? 63 : in[last + 1] & 0xFF;
    JpegScan scan =
        new JpegScan(
            parts, in[last] & 0xFF, to, (in[last + 2] & 0xFF) >> 4, in[last + 2] & 15, restart);
    JpegBits bits = new JpegBits(in, at);
    if (header.lossless()) {
      new JpegLosslessScan(scan, header, bits).decode();
    } else {
      new JpegDctScan(scan, header, bits).decode();
    }
    parts.forEach(part -> part.component().seen = true);
    at = bits.position();
  }

  private static JpegScan.Table slot(@Nullable JpegHuffman[] tables, int slot) {
    JpegHuffman table = tables[slot];
    return table != null
        ? table::next
        : _ -> {
          throw new DamagedFrameException("A JPEG scan names a table that is not there.");
        };
  }

  private int int16(int i) {
    return (in[i] & 0xFF) << 8 | (in[i + 1] & 0xFF);
  }

  static void require(boolean sound, String rule) throws DamagedFrameException {
    if (!sound) {
      throw new DamagedFrameException(rule);
    }
  }
}
