package huisclos.desk.web.wado;

import huisclos.archive.Archive;
import huisclos.archive.KeptBytes;
import huisclos.archive.StoredInstance;
import huisclos.dicom.DataSetReader;
import huisclos.dicom.FrameIndex;
import huisclos.dicom.SwappedStream;
import huisclos.dicom.Token;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Pass;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes frames as they are kept, numbers in little endian; unseals only what a frame lies in, and
 * holds a buffer of it. Thread-safe.
 */
final class Frames {
  /** Four segments of what is sealed: each is unsealed into its place in the buffer. */
  private static final int BUFFER_BYTES = 256 << 10;

  /** With less room than this the buffer counts as full: a segment fits into it no more. */
  private static final int SEGMENT_BYTES = 64 << 10;

  private final Archive archive;

  Frames(Archive archive) {
    this.archive = archive;
  }

  /** Bytes that {@link #write} will write of a frame, counted from 0. */
  static long length(FrameMap map, int frame) {
    return switch (map) {
      case FrameMap.None _ -> 0;
      case FrameMap.Native plain -> plain.frameBytes();
      case FrameMap.Encapsulated fragments -> fragments.frames().get(frame).length();
    };
  }

  /** Writes a frame, counted from 0. */
  void write(Pass pass, StoredInstance instance, FrameMap map, int frame, OutputStream out)
      throws IOException {
    switch (map) {
      case FrameMap.None _ -> {}
      case FrameMap.Native plain -> {
        long from = frame * plain.frameBits();
        if (from % 8 == 0 && plain.frameBits() % 8 == 0) {
          slice(pass, instance, plain, from / 8, plain.frameBytes(), out);
        } else {
          bits(pass, instance, plain, from, out);
        }
      }
      case FrameMap.Encapsulated fragments ->
          fragments(
              archive.kept(pass, instance), fragments.base(), fragments.frames().get(frame), out);
    }
  }

  /** Writes the whole value of plain pixel data. */
  void writeAll(Pass pass, StoredInstance instance, FrameMap.Native plain, OutputStream out)
      throws IOException {
    slice(pass, instance, plain, 0, plain.length(), out);
  }

  /** A part of plain pixel data. */
  void slice(
      Pass pass,
      StoredInstance instance,
      FrameMap.Native plain,
      long from,
      long length,
      OutputStream out)
      throws IOException {
    TransferSyntax syntax = InstanceReader.syntax(instance);
    // Numbers are turned whole, wherever the part begins.
    long aligned = from - from % plain.unit();
    if (syntax.deflated()) {
      try (InputStream in = archive.open(pass, instance)) {
        DataSetReader reader = new DataSetReader(in, syntax);
        if (BulkPath.of(plain.tag())
            .find(reader)
            .filter(Token.ElementHeader.class::isInstance)
            .isPresent()) {
          InputStream value = reader.valueStream();
          value.skipNBytes(from);
          copy(value, length, out);
        }
      }
      return;
    }
    try (InputStream in = archive.kept(pass, instance).from(plain.offset() + aligned)) {
      InputStream value = plain.unit() == 1 ? in : new SwappedStream(in, plain.unit());
      value.skipNBytes(from - aligned);
      copy(value, length, out);
    }
  }

  /** A frame that neither starts nor ends with a byte: its bits moved to where a byte begins. */
  private void bits(
      Pass pass, StoredInstance instance, FrameMap.Native plain, long fromBit, OutputStream out)
      throws IOException {
    int shift = (int) (fromBit % 8);
    long left = plain.frameBits();
    long bytes = Math.min(Math.ceilDiv(shift + left, 8), plain.length() - fromBit / 8);
    try (BitShift target = new BitShift(out, shift, left)) {
      slice(pass, instance, plain, fromBit / 8, bytes, target);
    }
  }

  private static void fragments(KeptBytes kept, long base, FrameIndex.Frame frame, OutputStream out)
      throws IOException {
    long left = frame.length();
    try (InputStream in = kept.from(base + frame.offset())) {
      for (int i = 0; i < frame.fragments() && left > 0; i++) {
        ByteBuffer item = ByteBuffer.wrap(in.readNBytes(8)).order(ByteOrder.LITTLE_ENDIAN);
        long length = item.remaining() < 8 ? 0 : Integer.toUnsignedLong(item.getInt(4));
        long taken = Math.min(length, left);
        copy(in, taken, out);
        in.skipNBytes(length - taken);
        left -= taken;
      }
    }
    if (left > 0) {
      throw new IOException("a frame is shorter than was found before");
    }
  }

  /**
   * Copies so many bytes.
   *
   * @throws IOException if there are fewer
   */
  static void copy(InputStream in, long length, OutputStream out) throws IOException {
    if (out instanceof ReadAhead.Filled target) {
      target.fill(in, length);
      return;
    }
    byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, length))];
    long left = length;
    int filled = 0;
    while (left > 0) {
      int n = in.read(buffer, filled, (int) Math.min(buffer.length - filled, left));
      if (n < 0) {
        throw new IOException("a value is shorter than was found before");
      }
      filled += n;
      left -= n;
      if (left == 0 || buffer.length - filled < SEGMENT_BYTES) {
        out.write(buffer, 0, filled);
        filled = 0;
      }
    }
  }
}
