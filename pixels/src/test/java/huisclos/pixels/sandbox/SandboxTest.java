package huisclos.pixels.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.pixels.ForeignCodecs.Library;
import huisclos.pixels.FrameSource;
import huisclos.pixels.NativeDecoding;
import huisclos.pixels.NativeFrame;
import huisclos.pixels.PixelDescription;
import huisclos.pixels.SharedFrames;
import huisclos.pixels.Undecodable;
import huisclos.pixels.Undecodable.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A decoder that hangs, dies or babbles costs its frame, and the next one is decoded. */
class SandboxTest {
  private static final Duration SHORT = Duration.ofMillis(1500);
  private static final Duration LONG = Duration.ofSeconds(60);

  private static Launch impostor(String behaviour) throws Exception {
    Path classes =
        Path.of(Impostor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-Xmx16m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classes.toString(),
            Impostor.class.getName(),
            behaviour);
    return new Launch(command, 1, SHORT, LONG);
  }

  private static NativeDecoding decode(Launch launch) {
    TransferSyntax syntax = TransferSyntax.of(Uids.JPEGLS_LOSSLESS).orElseThrow();
    PixelDescription description =
        new PixelDescription(syntax, 4, 4, 1, 8, 8, 7, false, "MONOCHROME2", false, 1);
    try (Sandbox sandbox = new Sandbox(launch)) {
      return sandbox.decode(Library.CHARLS, new byte[100], description);
    }
  }

  @Test
  void aDecoderThatHangsIsEnded() throws Exception {
    assertThat(decode(impostor("hangs"))).isEqualTo(new Undecodable(Reason.DECODER_TIMEOUT));
  }

  @Test
  void aDecoderThatDiesTakesItsFrameWithIt() throws Exception {
    assertThat(decode(impostor("dies"))).isEqualTo(new Undecodable(Reason.DECODER_DIED));
  }

  @Test
  void whatADecoderBabblesIsNoFrame() throws Exception {
    assertThat(decode(impostor("babbles"))).isEqualTo(new Undecodable(Reason.DECODER_DIED));
  }

  @Test
  void aProcessDecodesFrameAfterFrameAndEndsOnceIdle() throws Exception {
    Launch real = Launch.ofThisJava(1);
    Launch launch = new Launch(real.command(), 1, LONG, Duration.ofMillis(300));
    FrameSource source = SharedFrames.smallest(Uids.JPEGLS_LOSSLESS).source();
    byte[] frame = source.frame(0).orElseThrow();
    try (Sandbox sandbox = new Sandbox(launch)) {
      NativeDecoding first = sandbox.decode(Library.CHARLS, frame, source.description());
      Assumptions.assumeFalse(first.equals(new Undecodable(Reason.NO_CHARLS)), "no CharLS");
      assertThat(first).isInstanceOf(NativeFrame.class);
      assertThat(sandbox.decode(Library.CHARLS, new byte[100], source.description()))
          .isEqualTo(new Undecodable(Reason.DAMAGED));
      assertThat(sandbox.decode(Library.CHARLS, frame, source.description()))
          .isInstanceOf(NativeFrame.class);
      assertThat(sandbox.waiting()).isEqualTo(1);
      long end = System.nanoTime() + LONG.toNanos();
      while (sandbox.waiting() > 0 && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      assertThat(sandbox.waiting()).isZero();
    }
  }
}
