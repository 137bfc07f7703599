package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.home.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Files that are generated from the code and committed: {@code ./dev golden --update} rewrites
 * them.
 */
class GoldenFilesTest {
  @Test
  void settingsPage() throws IOException {
    Path page = projectRoot().resolve("docs/settings.md");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(page, Setting.document());
    }
    assertThat(page).hasContent(Setting.document());
  }

  static Path projectRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("ARCHITECTURE.md"))) {
      folder = Objects.requireNonNull(folder.getParent(), "not within the project");
    }
    return folder;
  }
}
