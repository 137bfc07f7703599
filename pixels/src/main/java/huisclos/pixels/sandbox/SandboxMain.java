package huisclos.pixels.sandbox;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * The main class of a codec's process: frame after frame from standard input to standard output
 * (see {@link Message}), until the input ends. It opens nothing but the two libraries.
 */
public final class SandboxMain {
  private final DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in));
  private final DataOutputStream out =
      new DataOutputStream(
          new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), Message.SLICE));
  private final Optional<OpenJpeg> openJpeg = OpenJpeg.open();
  private final Optional<Charls> charls = Charls.open();
  private final byte[] slice = new byte[Message.SLICE];

  private SandboxMain() {}

  /** Decodes and codes until its starter closes the pipe. */
  public static void main(String... arguments) throws IOException {
    SandboxMain main = new SandboxMain();
    try {
      while (true) {
        main.frame();
      }
    } catch (EOFException e) {
      // The starter has no more frames.
    }
  }

  private void frame() throws IOException {
    Request request =
        new Request(
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment frame = arena.allocate(request.length(), 8);
      for (long at = 0; at < request.length(); ) {
        int count = (int) Math.min(slice.length, request.length() - at);
        in.readFully(slice, 0, count);
        MemorySegment.copy(slice, 0, frame, ValueLayout.JAVA_BYTE, at, count);
        at += count;
      }
      boolean there = request.byOpenJpeg() ? openJpeg.isPresent() : charls.isPresent();
      if (!there) {
        out.writeInt(Message.NO_LIBRARY);
      } else if (request.encodes()) {
        encode(request, frame, arena);
      } else {
        decode(request, frame, arena);
      }
    }
    out.flush();
  }

  private void decode(Request request, MemorySegment coded, Arena arena) throws IOException {
    Optional<Frame> decoded =
        request.byOpenJpeg()
            ? openJpeg.flatMap(library -> library.decode(coded, request, arena))
            : charls.flatMap(library -> library.decode(coded, request, arena));
    if (decoded.isEmpty()) {
      out.writeInt(Message.DAMAGED);
      return;
    }
    out.writeInt(Message.DECODED);
    out.writeInt(decoded.get().precision());
    send(decoded.get().cells(), request.decodedBytes());
  }

  private void encode(Request request, MemorySegment cells, Arena arena) throws IOException {
    Optional<MemorySegment> coded =
        cells.byteSize() != request.decodedBytes()
            ? Optional.empty()
            : request.byOpenJpeg()
                ? openJpeg.flatMap(library -> library.encode(cells, request, arena))
                : charls.flatMap(library -> library.encode(cells, request, arena));
    if (coded.isEmpty()) {
      out.writeInt(Message.DAMAGED);
      return;
    }
    out.writeInt(Message.ENCODED);
    out.writeInt((int) coded.get().byteSize());
    send(coded.get(), coded.get().byteSize());
  }

  private void send(MemorySegment bytes, long length) throws IOException {
    for (long at = 0; at < length; ) {
      int count = (int) Math.min(slice.length, length - at);
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, slice, 0, count);
      out.write(slice, 0, count);
      at += count;
    }
  }
}
