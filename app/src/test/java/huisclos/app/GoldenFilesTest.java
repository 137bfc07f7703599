package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.home.Setting;
import huisclos.desk.dimse.Conformance;
import huisclos.desk.dimse.Negotiation;
import huisclos.gate.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
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

  @Test
  void conformanceStatement() throws IOException {
    Path page = projectRoot().resolve("docs/conformance.md");
    String document = Conformance.document(new Negotiation(Set.of(), Set.of()));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(page, document);
    }
    assertThat(page).hasContent(document);
  }

  @Test
  void policyPage() throws IOException {
    Path page = projectRoot().resolve("docs/policy.md");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(page, PolicyDocument.text());
    }
    assertThat(page).hasContent(PolicyDocument.text());
  }

  static Path projectRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("ARCHITECTURE.md"))) {
      folder = Objects.requireNonNull(folder.getParent(), "not within the project");
    }
    return folder;
  }
}
