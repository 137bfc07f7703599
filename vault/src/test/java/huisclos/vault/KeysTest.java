package huisclos.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Site key, recovery phrase, sealers and tokens. */
class KeysTest {
  @TempDir Path temp = Path.of("");

  @Test
  void theSiteKeyFileComesBack() throws IOException {
    Path file = temp.resolve("site.key");
    SiteKey key = SiteKey.generate();
    key.save(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(SiteKey.load(file).id()).isEqualTo(key.id());
    assertThat(SiteKey.load(file).dangerouslyExport()).isEqualTo(key.dangerouslyExport());
    assertThatThrownBy(() -> SiteKey.generate().save(file))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(SiteKey.load(file).id()).isEqualTo(key.id());
    try (var names = Files.list(temp)) {
      assertThat(names).containsExactly(file);
    }
  }

  @Test
  void aDamagedOrOpenSiteKeyFileIsRefused() throws IOException {
    Path file = temp.resolve("site.key");
    SiteKey.generate().save(file);
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 4;
      Files.write(file, damaged);
      assertThatThrownBy(() -> SiteKey.load(file)).isInstanceOf(CorruptKeyFileException.class);
    }
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> SiteKey.load(file)).isInstanceOf(CorruptKeyFileException.class);
    Files.write(file, whole);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> SiteKey.load(file))
        .isInstanceOf(CorruptKeyFileException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void nothingPrintedHoldsKeyMaterial() {
    SiteKey key = SiteKey.generate();
    String raw = HexFormat.of().formatHex(key.dangerouslyExport());
    assertThat(key.toString()).doesNotContain(raw.substring(0, 8));
    RecoveryPhrase phrase = RecoveryPhrase.generate();
    assertThat(phrase.toString()).doesNotContain(phrase.dangerouslyReveal().substring(0, 4));
  }

  @Test
  void aClosedKeyIsZero() {
    SiteKey key = SiteKey.generate();
    key.close();
    assertThat(key.dangerouslyExport()).containsOnly(0);
  }

  @Test
  void phrasesAreReadAsPeopleTypeThem() {
    for (int i = 0; i < 200; i++) {
      RecoveryPhrase phrase = RecoveryPhrase.generate();
      String text = phrase.dangerouslyReveal();
      assertThat(text).matches("([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}");
      String typed =
          text.toLowerCase(Locale.ROOT).replace('-', ' ').replace('0', 'o').replace('1', 'l');
      assertThat(RecoveryPhrase.parse(typed).dangerouslyReveal()).isEqualTo(text);
      assertThat(RecoveryPhrase.parse(text.replace("-", "")).secret()).isEqualTo(phrase.secret());
    }
  }

  @Test
  void everyMistypedSymbolAndExchangedPairIsNoticed() {
    String text = RecoveryPhrase.generate().dangerouslyReveal().replace("-", "");
    String symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    for (int i = 0; i < text.length(); i++) {
      for (int s = 0; s < symbols.length(); s++) {
        char c = symbols.charAt(s);
        if (c != text.charAt(i)) {
          String wrong = text.substring(0, i) + c + text.substring(i + 1);
          assertThatThrownBy(() -> RecoveryPhrase.parse(wrong))
              .isInstanceOf(IllegalArgumentException.class)
              .message()
              .doesNotContain(wrong);
        }
      }
      if (i > 0 && i < 26 && text.charAt(i) != text.charAt(i - 1)) {
        String wrong =
            text.substring(0, i - 1) + text.charAt(i) + text.charAt(i - 1) + text.substring(i + 1);
        assertThatThrownBy(() -> RecoveryPhrase.parse(wrong))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
    for (String wrong :
        new String[] {"", "ABCD", text + "A", text.substring(1), "U" + text, "x".repeat(1000)}) {
      assertThatThrownBy(() -> RecoveryPhrase.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theRecoveryFileGivesTheKeyBackToItsPhraseOnly() throws IOException {
    Path file = temp.resolve("site.recovery");
    SiteKey key = SiteKey.generate();
    RecoveryPhrase phrase = RecoveryPhrase.generate();
    SiteRecovery.seal(key, phrase, file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    RecoveryPhrase typed = RecoveryPhrase.parse(phrase.dangerouslyReveal());
    assertThat(SiteRecovery.rebuild(file, typed).dangerouslyExport())
        .isEqualTo(key.dangerouslyExport());
    assertThat(SiteRecovery.rehearse(file, typed, key))
        .isEqualTo(SiteRecovery.Rehearsal.OPENS_THIS_KEY);
    assertThat(SiteRecovery.rehearse(file, typed, SiteKey.generate()))
        .isEqualTo(SiteRecovery.Rehearsal.OPENS_ANOTHER_KEY);
    assertThat(SiteRecovery.rehearse(file, RecoveryPhrase.generate(), key))
        .isEqualTo(SiteRecovery.Rehearsal.WRONG_PHRASE);
    assertThat(SiteRecovery.covers(file, key)).isTrue();
    assertThat(SiteRecovery.covers(file, SiteKey.generate())).isFalse();

    byte[] damaged = Files.readAllBytes(file);
    damaged[50] ^= 1;
    Files.write(file, damaged);
    assertThatThrownBy(() -> SiteRecovery.rehearse(file, typed, key))
        .isInstanceOf(CorruptKeyFileException.class);
  }

  @Test
  void aHomesKeyIsMadeOnceAndRotatedWithTheRing() throws IOException {
    Path home = temp.resolve("home");
    SiteKeyFiles files = new SiteKeyFiles(home);
    assertThat(files.load()).isEmpty();
    SiteKey key = files.loadOrCreate();
    assertThat(files.loadOrCreate().id()).isEqualTo(key.id());
    BlobAddress address;
    StudyKeyId study;
    SiteKey next;
    try (Vault vault = Vault.open(home, key)) {
      study = Homes.newStudy(vault);
      address = Homes.store(vault, study, new byte[100]);
      Files.write(files.recovery(), new byte[1]);
      next = files.rotate(vault);
      assertThat(files.recovery()).doesNotExist();
    }
    assertThat(files.load().orElseThrow().id()).isEqualTo(next.id()).isNotEqualTo(key.id());
    try (Vault vault = Vault.open(home, files.loadOrCreate())) {
      vault.open(address, study).verify();
    }
    Files.delete(files.key());
    assertThatThrownBy(files::loadOrCreate)
        .isInstanceOf(CorruptKeyFileException.class)
        .hasMessageContaining("recovery phrase");
  }

  /** Cut short before the ring changed, the old key counts; after it, the next one. */
  @Test
  void anInterruptedRotationIsCompletedOrDropped() throws IOException {
    Path home = temp.resolve("home");
    SiteKeyFiles files = new SiteKeyFiles(home);
    SiteKey key = files.loadOrCreate();
    Path nextFile = home.resolve("keys").resolve("site.key.next");
    SiteKey next = SiteKey.generate();
    try (Vault vault = Vault.open(home, key)) {
      next.save(nextFile);
      assertThat(files.load().orElseThrow().id()).isEqualTo(key.id());
      assertThat(nextFile).doesNotExist();
      next.save(nextFile);
      vault.rotateSiteKey(next);
    }
    assertThat(files.load().orElseThrow().id()).isEqualTo(next.id());
    assertThat(nextFile).doesNotExist();
    assertThat(SiteKey.load(files.key()).id()).isEqualTo(next.id());
  }

  @Test
  void columnsOpenInTheirContextAndPurposeOnly() throws IOException {
    byte[] plain = "DOE^JANE".getBytes(StandardCharsets.UTF_8);
    byte[] context = "patient:name:1".getBytes(StandardCharsets.UTF_8);
    SiteKey key = SiteKey.generate();
    FakeDisk disk = new FakeDisk();
    byte[] sealed;
    try (Vault vault = Vault.open(temp, key, disk)) {
      ColumnSealer sealer = vault.columnSealer("index");
      sealed = sealer.seal(plain, context);
      assertThat(sealed).hasSize(plain.length + ColumnSealer.OVERHEAD);
      assertThat(sealer.seal(plain, context)).isNotEqualTo(sealed);
      assertThat(sealer.open(sealed, context)).isEqualTo(plain);
      assertThatThrownBy(() -> sealer.open(sealed, new byte[0]))
          .isInstanceOf(BrokenSealException.class);
      assertThatThrownBy(() -> vault.columnSealer("trail").open(sealed, context))
          .isInstanceOf(BrokenSealException.class);
      assertThatThrownBy(() -> sealer.open(new byte[3], context))
          .isInstanceOf(BrokenSealException.class);
      for (int i = 0; i < sealed.length; i++) {
        byte[] damaged = sealed.clone();
        damaged[i] ^= 1;
        assertThatThrownBy(() -> sealer.open(damaged, context))
            .isInstanceOf(BrokenSealException.class);
      }
      assertThatThrownBy(() -> vault.columnSealer("No Good"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    try (Vault vault = Vault.open(temp, key, disk)) {
      assertThat(vault.columnSealer("index").open(sealed, context)).isEqualTo(plain);
    }
  }

  @Test
  void tokensMatchWithinTheirKindPurposeAndHomeOnly() throws IOException {
    SiteKey key = SiteKey.generate();
    FakeDisk disk = new FakeDisk();
    byte[] token;
    Set<String> all = new HashSet<>();
    try (Vault vault = Vault.open(temp, key, disk)) {
      BlindTokens tokens = vault.blindTokens("index");
      token = tokens.token("patient-id", "ABC123");
      assertThat(token).hasSize(BlindTokens.BYTES);
      assertThat(tokens.token("patient-id", "ABC123")).isEqualTo(token);
      all.add(HexFormat.of().formatHex(token));
      all.add(HexFormat.of().formatHex(tokens.token("patient-i", "dABC123")));
      all.add(HexFormat.of().formatHex(tokens.token("accession", "ABC123")));
      all.add(HexFormat.of().formatHex(tokens.token("patient-id", "ABC124")));
      all.add(HexFormat.of().formatHex(vault.blindTokens("other").token("patient-id", "ABC123")));
      assertThat(all).hasSize(5);
    }
    try (Vault vault = Vault.open(temp, key, disk)) {
      assertThat(vault.blindTokens("index").token("patient-id", "ABC123")).isEqualTo(token);
    }
    try (Vault vault = Vault.open(temp, SiteKey.generate(), new FakeDisk())) {
      assertThat(vault.blindTokens("index").token("patient-id", "ABC123")).isNotEqualTo(token);
    }
  }
}
