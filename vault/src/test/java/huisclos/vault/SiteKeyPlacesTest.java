package huisclos.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site key in the home, in a file, under a systemd credential and under a token. */
class SiteKeyPlacesTest {
  private static final List<Path> SOFTHSM =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"));

  @TempDir Path folder;
  private Path home;

  @BeforeEach
  void home() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(home.resolve("keys"));
  }

  private SiteKeyFiles files(SiteKeySource source) {
    return new SiteKeyFiles(home, source, Map.of("CREDENTIALS_DIRECTORY", folder.toString()));
  }

  private SiteKeySource credential(byte[] secret) throws IOException {
    Files.write(folder.resolve("kek"), secret);
    return SiteKeySource.parse("credential:kek");
  }

  /** What every place must do: keep, find again, rotate, and complete a rotation cut short. */
  private void keepsAndRotates(SiteKeySource source) throws IOException {
    String first;
    try (SiteKey key = files(source).loadOrCreate();
        Vault vault = Vault.open(home, key)) {
      first = key.id();
      try (SiteKey again = files(source).load().orElseThrow()) {
        assertThat(again.id()).isEqualTo(first);
      }
      try (SiteKey next = files(source).rotate(vault)) {
        assertThat(next.id()).isNotEqualTo(first);
      }
    }
    try (SiteKey key = files(source).load().orElseThrow();
        Vault vault = Vault.open(home, key)) {
      assertThat(key.id()).isNotEqualTo(first);
      // Cut short once the ring names the next key: it lies beside the old one and is adopted.
      try (SiteKey next = SiteKey.generate()) {
        SiteKeyFiles at = files(source);
        Path current = at.key();
        byte[] old = Files.readAllBytes(current);
        at.put(key);
        Path aside = current.resolveSibling(current.getFileName() + ".next");
        Files.delete(current);
        at.put(next);
        Files.move(current, aside);
        Files.write(current, old);
        Files.setPosixFilePermissions(current, PosixFilePermissions.fromString("rw-------"));
        vault.rotateSiteKey(next);
        try (SiteKey adopted = files(source).load().orElseThrow()) {
          assertThat(adopted.id()).isEqualTo(next.id());
        }
        assertThat(aside).doesNotExist();
      }
    }
  }

  @Test
  void inTheHome() throws IOException {
    keepsAndRotates(SiteKeySource.parse(""));
    assertThat(home.resolve("keys/site.key")).exists();
  }

  @Test
  void inAFileElsewhere() throws IOException {
    Path medium = Files.createDirectory(folder.resolve("medium"));
    keepsAndRotates(SiteKeySource.parse("file:" + medium.resolve("huisclos.key")));
    assertThat(home.resolve("keys/site.key")).doesNotExist();
  }

  @Test
  void underACredential() throws IOException {
    SiteKeySource source = credential(new byte[32]);
    keepsAndRotates(source);
    assertThat(home.resolve("keys/site.key")).doesNotExist();
    credential("another secret of enough bytes ....".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> files(source).load()).hasMessageContaining("another one than sealed");
    credential(new byte[31]);
    assertThatThrownBy(() -> files(source).load()).hasMessageContaining("shorter than 32 bytes");
    Files.delete(folder.resolve("kek"));
    assertThatThrownBy(() -> files(source).load()).hasMessageContaining("LoadCredentialEncrypted");
    assertThatThrownBy(() -> new SiteKeyFiles(home, source, Map.of()).load())
        .hasMessageContaining("CREDENTIALS_DIRECTORY");
  }

  @Test
  void aMoveCutShortIsFinishedAtTheNextStart() throws IOException {
    SiteKeySource source = credential(new byte[32]);
    try (SiteKey key = files(new SiteKeySource.InHome()).loadOrCreate();
        Vault _ = Vault.open(home, key)) {
      files(source).put(key);
      assertThat(home.resolve("keys/site.key")).exists();
      try (SiteKey moved = files(source).load().orElseThrow()) {
        assertThat(moved.id()).isEqualTo(key.id());
      }
      assertThat(home.resolve("keys/site.key")).as("the setting says elsewhere").doesNotExist();
    }
  }

  @Test
  void anotherKeyIsNeverOverwritten() throws IOException {
    Path file = folder.resolve("other.key");
    try (SiteKey other = SiteKey.generate();
        SiteKey key = SiteKey.generate()) {
      other.save(file);
      assertThatThrownBy(() -> files(new SiteKeySource.InFile(file)).put(key))
          .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
      try (SiteKey still = SiteKey.load(file)) {
        assertThat(still.id()).isEqualTo(other.id());
      }
    }
  }

  @Test
  void damageIsTold() throws IOException {
    SiteKeySource source = credential(new byte[32]);
    try (SiteKey key = SiteKey.generate()) {
      files(source).put(key);
    }
    Path file = home.resolve("keys/site.key.credential");
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, bad);
      assertThatThrownBy(() -> files(source).load()).isInstanceOf(CorruptKeyFileException.class);
    }
  }

  @Test
  void aSettingThatIsNoneSaysWhy() {
    String module = "?module-path=/m.so&pin-source=env:PIN";
    assertThatThrownBy(() -> SiteKeySource.parse("file:relative")).hasMessageContaining("absolute");
    assertThatThrownBy(() -> SiteKeySource.parse("credential:../x")).hasMessageContaining("name");
    assertThatThrownBy(() -> SiteKeySource.parse("elsewhere")).hasMessageContaining("pkcs11");
    assertThatThrownBy(() -> SiteKeySource.parse("pkcs11:token=t;object=k?pin-value=1"))
        .hasMessageContaining("PIN");
    assertThatThrownBy(() -> SiteKeySource.parse("pkcs11:token=t" + module))
        .hasMessageContaining("object=");
    assertThatThrownBy(() -> SiteKeySource.parse("pkcs11:object=k" + module))
        .hasMessageContaining("token=");
    assertThatThrownBy(() -> SiteKeySource.parse("pkcs11:token=t;object=k?module-path=/m.so"))
        .hasMessageContaining("pin-source");
    assertThat(SiteKeySource.parse("pkcs11:token=My%20token;object=k" + module))
        .isInstanceOfSatisfying(
            SiteKeySource.ByToken.class,
            t -> assertThat(t.token().token()).isEqualTo(Optional.of("My token")));
  }

  @Test
  void underAToken() throws Exception {
    Path module = softHsm();
    SiteKeySource source =
        SiteKeySource.parse(
            "pkcs11:token=huisclos-test;object=kek?module-path="
                + module
                + "&pin-source=file:"
                + pin("2468"));
    keepsAndRotates(source);
    assertThat(home.resolve("keys/site.key")).doesNotExist();
    assertThat(home.resolve("keys/site.key.p11")).exists();
    try (SiteKey key = files(source).load().orElseThrow()) {
      assertThat(
              new String(
                  Files.readAllBytes(home.resolve("keys/site.key.p11")),
                  StandardCharsets.ISO_8859_1))
          .doesNotContain(new String(key.dangerouslyExport(), StandardCharsets.ISO_8859_1));
    }

    pin("9999");
    assertThatThrownBy(() -> files(source).load()).hasMessageContaining("PIN is wrong");
    pin("2468");
    assertThatThrownBy(() -> files(source).load())
        .as("no further try before somebody has looked")
        .hasMessageContaining("another could lock it");
    assertThatThrownBy(() ->
            files(
                    SiteKeySource.parse(
                        "pkcs11:token=absent;object=kek?module-path="
                            + module
                            + "&pin-source=env:PIN"))
                .put(SiteKey.generate()))
        .hasMessageContaining("no such token");
    assertThatThrownBy(() ->
            files(
                    SiteKeySource.parse(
                        "pkcs11:token=t;object=kek?module-path=/nowhere.so&pin-source=env:PIN"))
                .put(SiteKey.generate()))
        .hasMessageContaining("install the token's library");
  }

  private Path pin(String pin) throws IOException {
    Path file = folder.resolve("pin");
    Files.writeString(file, pin + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  /** A token of this user's SoftHSM; its library reads where tokens lie from the environment. */
  private static Path softHsm() throws Exception {
    Optional<Path> module = SOFTHSM.stream().filter(Files::exists).findFirst();
    Assumptions.assumeTrue(module.isPresent(), "skipped: SoftHSM2 is not installed");
    Assumptions.assumeTrue(
        System.getenv("SOFTHSM2_CONF") != null,
        "skipped: SOFTHSM2_CONF is not set; KeyPlacesIT runs the token through processes");
    Process made =
        new ProcessBuilder(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                "huisclos-test",
                "--pin",
                "2468",
                "--so-pin",
                "1357")
            .redirectErrorStream(true)
            .start();
    assertThat(made.waitFor()).isZero();
    return module.orElseThrow();
  }
}
