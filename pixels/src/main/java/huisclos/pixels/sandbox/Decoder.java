package huisclos.pixels.sandbox;

import huisclos.pixels.ForeignCodecs.Library;
import huisclos.pixels.NativeFrame;
import huisclos.pixels.PixelDescription;
import huisclos.pixels.PixelLimits;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One decoder's process. Used by one thread at a time; {@link #expire} by any. */
final class Decoder implements AutoCloseable {
  /** Frames after which a process makes place for a new one, whatever its library has leaked. */
  private static final int MAX_FRAMES = 10_000;

  private final Process process;
  private final DataOutputStream out;
  private final DataInputStream in;
  private int frames;

  /** The last frame's bits a sample, as its code stream says. */
  private int precision;

  private Sandbox.Reply refusal = Sandbox.Reply.DAMAGED;

  private volatile boolean expired;
  private long since = System.nanoTime();

  private Decoder(Process process) {
    this.process = process;
    this.out =
        new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), Message.SLICE));
    this.in = new DataInputStream(process.getInputStream());
  }

  static Decoder start(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    return new Decoder(builder.start());
  }

  /**
   * Has a frame decoded.
   *
   * @param decoded filled with the frame's samples
   * @throws IOException if the process ended, or said what no decoder says
   */
  Sandbox.Reply decode(Library library, byte[] coded, PixelDescription d, byte[] decoded)
      throws IOException {
    request(
        switch (library) {
          case OPENJPEG -> Message.OPENJPEG;
          case CHARLS -> Message.CHARLS;
        },
        d,
        0,
        coded);
    Sandbox.Reply reply =
        switch (in.readInt()) {
          case Message.DECODED -> Sandbox.Reply.DECODED;
          case Message.DAMAGED -> Sandbox.Reply.DAMAGED;
          case Message.NO_LIBRARY -> Sandbox.Reply.NO_LIBRARY;
          default -> throw new IOException("a decoder's answer is none");
        };
    if (reply == Sandbox.Reply.DECODED) {
      precision = in.readInt();
      in.readFully(decoded);
    }
    since = System.nanoTime();
    return reply;
  }

  /**
   * Has a frame coded.
   *
   * @return the coded frame; empty where {@link #refusal} says why
   * @throws IOException if the process ended, or said what no coder says
   */
  Optional<byte[]> encode(Library library, NativeFrame frame) throws IOException {
    PixelDescription d = frame.description();
    boolean rgb = frame.photometric().equals("RGB");
    request(
        switch (library) {
          case OPENJPEG -> Message.TO_OPENJPEG;
          case CHARLS -> Message.TO_CHARLS;
        },
        d,
        (d.signed() ? Message.SIGNED : 0) | (rgb ? Message.RGB : 0),
        frame.bytes());
    int answer = in.readInt();
    if (answer == Message.ENCODED) {
      int length = in.readInt();
      if (length < 0 || length > PixelLimits.MAX_FRAME_BYTES) {
        throw new IOException("a coder's frame is longer than any");
      }
      byte[] coded = new byte[length];
      in.readFully(coded);
      since = System.nanoTime();
      return Optional.of(coded);
    }
    refusal =
        switch (answer) {
          case Message.DAMAGED -> Sandbox.Reply.DAMAGED;
          case Message.NO_LIBRARY -> Sandbox.Reply.NO_LIBRARY;
          default -> throw new IOException("a coder's answer is none");
        };
    since = System.nanoTime();
    return Optional.empty();
  }

  private void request(int task, PixelDescription d, int flags, byte[] frame) throws IOException {
    frames++;
    out.writeInt(task);
    out.writeInt(d.rows());
    out.writeInt(d.columns());
    out.writeInt(d.samplesPerPixel());
    out.writeInt(d.cellBits());
    out.writeInt(d.bitsStored());
    out.writeInt(flags);
    out.writeInt(frame.length);
    out.write(frame);
    out.flush();
  }

  /** Why the last frame was not coded. */
  Sandbox.Reply refusal() {
    return refusal;
  }

  int precision() {
    return precision;
  }

  /** Ends the process because it took too long. */
  void expire() {
    expired = true;
    process.destroyForcibly();
  }

  boolean expired() {
    return expired;
  }

  boolean alive() {
    return process.isAlive();
  }

  boolean fresh() {
    return alive() && frames < MAX_FRAMES;
  }

  boolean idleFor(Duration time) {
    return System.nanoTime() - since > time.toNanos();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
