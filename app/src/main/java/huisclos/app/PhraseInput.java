package huisclos.app;

import huisclos.app.client.Terminal;
import huisclos.vault.RecoveryPhrase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Asks for a recovery phrase on a terminal, else reads a line of standard input. */
final class PhraseInput {
  private PhraseInput() {}

  static RecoveryPhrase ask() throws IOException {
    try {
      if (Terminal.isOurs()) {
        char[] typed = Terminal.askUnseen("recovery phrase: ");
        try {
          return RecoveryPhrase.parse(new String(typed));
        } finally {
          Arrays.fill(typed, ' ');
        }
      }
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = in.readLine();
      return RecoveryPhrase.parse(line == null ? "" : line);
    } catch (IllegalArgumentException e) {
      throw UserError.usage(String.valueOf(e.getMessage()), "");
    }
  }
}
