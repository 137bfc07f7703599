package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes a recovery phrase as a person does: {@code huisclos key phrase} on a terminal of its own,
 * which util-linux's {@code script} makes.
 */
final class PhraseAtTerminal {
  private static final Pattern PHRASE = Pattern.compile("(?:[0-9A-Z]{4}-){6}([0-9A-Z]{4})");
  private static final Pattern ASKED = Pattern.compile("once you have it: ");
  private static final Pattern ASKED_AGAIN =
      Pattern.compile("not its last four.*" + ASKED, Pattern.DOTALL);
  private static final Pattern COUNTS = Pattern.compile("It counts from now on");

  private PhraseAtTerminal() {}

  /** Its command for a shell, each argument quoted. */
  static String command(String... args) {
    return Processes.huisclos(args).stream()
        .map(argument -> "'" + argument + "'")
        .collect(Collectors.joining(" "));
  }

  /** Runs the verb, answers wrongly once and then rightly; returns the phrase. */
  static String take(Path home) throws IOException, InterruptedException {
    String command = command("key", "phrase", "--home", home.toString());
    Process process =
        new ProcessBuilder(List.of(Processes.peer("script"), "-qec", command, "/dev/null"))
            .redirectErrorStream(true)
            .start();
    try (InputStream out = process.getInputStream();
        OutputStream in = process.getOutputStream()) {
      StringBuilder shown = new StringBuilder();
      until(out, shown, ASKED);
      Matcher phrase = PHRASE.matcher(shown);
      assertThat(phrase.find()).as("%s", shown).isTrue();
      type(in, "WRONG");
      until(out, shown, ASKED_AGAIN);
      type(in, phrase.group(1));
      until(out, shown, COUNTS);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("key phrase ends").isTrue();
      assertThat(process.exitValue()).isZero();
      return phrase.group();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void type(OutputStream in, String line) throws IOException {
    in.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    in.flush();
  }

  /** Reads until the pattern is shown. */
  private static void until(InputStream out, StringBuilder shown, Pattern pattern)
      throws IOException {
    byte[] some = new byte[1024];
    while (!pattern.matcher(shown).find()) {
      int read = out.read(some);
      assertThat(read).as("shows %s; so far: %s", pattern, shown).isPositive();
      shown.append(new String(some, 0, read, StandardCharsets.UTF_8));
    }
  }
}
