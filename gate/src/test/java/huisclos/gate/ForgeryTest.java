package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code of another room that makes itself a pass or an identity doesn't compile. */
final class ForgeryTest {
  private static final List<String> FORGERIES =
      List.of(
          "new Pass(who, new Request.Get(), null, clock)",
          "new Pass(who, new Request.Get(), r -> {}, clock)",
          "new Pass(null, null, null, null) {}",
          "Identity.operator(\"me\")",
          "Identity.device(certificate, \"\")",
          "Identity.person(null, \"\", \"\", null, Allowance.UNLIMITED, \"\")",
          "Identity.program(\"\", \"\", null, Allowance.UNLIMITED, \"\")",
          "new Identity(null, null, \"\")");

  @TempDir Path temp;

  private Path source(String name, String expression) throws IOException {
    return Files.writeString(
        temp.resolve(name + ".java"),
        "package elsewhere; import huisclos.gate.*; class "
            + name
            + " { Object x(Gate gate, Identity who, Pass pass, DeviceCertificate certificate,"
            + " java.time.Clock clock) { return "
            + expression
            + "; } }");
  }

  private String javac(List<Path> sources) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
    command.addAll(List.of("-proc:none", "-d", temp.toString()));
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    sources.forEach(file -> command.add(file.toString()));
    Process javac = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    javac.waitFor();
    return said;
  }

  @Test
  void whatIsAllowedCompilesAndForgeriesDoNot() throws Exception {
    Path honest = source("Honest", "gate.decide(who, new Request.Find(true))");
    assertThat(javac(List.of(honest))).doesNotContain("error");

    List<Path> forged = new ArrayList<>();
    for (String forgery : FORGERIES) {
      forged.add(source("Forged" + forged.size(), forgery));
    }
    String said = javac(forged);
    for (Path file : forged) {
      assertThat(said).contains(file + ":1: error:");
    }
  }

  @Test
  void neitherCanBeExtended() {
    assertThat(Modifier.isFinal(Pass.class.getModifiers())).isTrue();
    assertThat(Modifier.isFinal(Identity.class.getModifiers())).isTrue();
    assertThat(Pass.class.getConstructors()).isEmpty();
    assertThat(Identity.class.getConstructors()).isEmpty();
  }
}
