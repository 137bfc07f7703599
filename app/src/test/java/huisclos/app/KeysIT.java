package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.vault.RecoveryPhrase;
import huisclos.vault.SiteKey;
import huisclos.vault.SiteRecovery;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site key's places and rotation, the phrase's rehearsal, and health, as an operator does. */
class KeysIT {
  @TempDir Path folder;

  @Test
  void aRunningArchiveRotatesItsKeyAndTellsHowItIs() throws Exception {
    Path home = folder.resolve("home");
    try (RunningArchive archive = RunningArchive.startFirst(folder)) {
      assertThat(archive.verb("health").ok().out()).isEqualTo("ok\n");
      assertThat(get(home, "/health")).startsWith("HTTP/1.0 200 ").endsWith("\r\n\r\nok\n");
      assertThat(get(home, "/metrics"))
          .contains("huisclos_healthy 1.0")
          .contains("huisclos_expiry_seconds{kind=\"authority\"");
      assertThat(get(home, "/other")).startsWith("HTTP/1.0 404 ");
      byte[] before = Files.readAllBytes(home.resolve("keys/site.key"));
      assertThat(archive.verb("key", "rotate").ok().out()).contains("run `huisclos key phrase`");
      assertThat(Files.readAllBytes(home.resolve("keys/site.key"))).isNotEqualTo(before);
      assertThat(archive.verb("doors", "--json").ok().out()).contains("\"expiries\"");
    }
    assertThat(Processes.here("health", "--home", home.toString()).status()).isEqualTo(1);

    try (RecoveryPhrase phrase = RecoveryPhrase.generate()) {
      try (SiteKey key = SiteKey.load(home.resolve("keys/site.key"))) {
        SiteRecovery.seal(key, phrase, home.resolve("keys/site.recovery"));
      }
      assertThat(rehearse(home, phrase.dangerouslyReveal())).isZero();
    }
    try (RecoveryPhrase other = RecoveryPhrase.generate()) {
      assertThat(rehearse(home, other.dangerouslyReveal())).isEqualTo(1);
    }
  }

  @Test
  void theKeyMovesUnderATokenAndBack() throws Exception {
    Processes.peer("softhsm2-util");
    Path module =
        Stream.of(
                "/usr/lib/softhsm/libsofthsm2.so",
                "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst()
            .orElse(folder);
    Assumptions.assumeTrue(Files.isRegularFile(module), "skipped: no SoftHSM2 library");
    Path conf = folder.resolve("softhsm.conf");
    Files.writeString(
        conf, "directories.tokendir = " + Files.createDirectory(folder.resolve("tokens")) + "\n");
    Path pin = Files.writeString(folder.resolve("pin"), "2468\n");
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
    Map<String, String> env = Map.of("SOFTHSM2_CONF", conf.toString());
    Processes.run(
            List.of(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                "site",
                "--pin",
                "2468",
                "--so-pin",
                "1357"),
            env)
        .ok();
    Path home = folder.resolve("home");
    Path keys = home.resolve("keys");
    verb(env, home, "device", "add", "CT1", "--out", folder.resolve("ct").toString()).ok();
    String token = "pkcs11:token=site;object=kek?module-path=" + module + "&pin-source=file:" + pin;
    assertThat(verb(env, home, "key", "move", "--to", token).ok().out()).contains("pkcs11");
    assertThat(keys.resolve("site.key")).doesNotExist();
    assertThat(keys.resolve("site.key.p11")).exists();
    verb(env, home, "key", "rotate").ok();
    assertThat(verb(env, home, "device", "list").ok().out()).contains("CT1");

    Files.writeString(pin, "1111\n");
    Processes.Result wrong = verb(env, home, "device", "list");
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.err()).contains("PIN is wrong").doesNotContain("1111");
    Files.writeString(pin, "2468\n");
    assertThat(verb(env, home, "device", "list").err()).contains("another could lock it");
  }

  private static Processes.Result verb(Map<String, String> env, Path home, String... args) {
    List<String> all =
        Stream.concat(Stream.of(args), Stream.of("--home", home.toString())).toList();
    return Processes.run(Processes.huisclos(all.toArray(String[]::new)), env);
  }

  private static int rehearse(Path home, String phrase) {
    return Processes.typed(phrase + "\n", "key", "rehearse", "--home", home.toString()).status();
  }

  static String get(Path home, String path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(home.resolve("metrics.sock")));
      channel.write(
          ByteBuffer.wrap(
              ("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
