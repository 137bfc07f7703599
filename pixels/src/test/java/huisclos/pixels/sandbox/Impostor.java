package huisclos.pixels.sandbox;

import java.io.IOException;
import java.time.Duration;

/** A program in a decoder's place that behaves as its argument says. */
final class Impostor {
  private Impostor() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    switch (arguments[0]) {
      case "hangs" -> Thread.sleep(Duration.ofMinutes(5));
      case "dies" -> System.in.readNBytes(32);
      case "babbles" -> {
        while (true) {
          System.out.print("babble ");
        }
      }
      default -> throw new IllegalArgumentException("no such behaviour");
    }
  }
}
