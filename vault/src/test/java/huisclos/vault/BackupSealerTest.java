package huisclos.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup is sealed by: bound to vault and name, the same through a change of site key. */
class BackupSealerTest {
  @TempDir Path home;

  private static byte[] seal(BackupSealer sealer, byte[] plain) throws IOException {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    try (OutputStream out = sealer.sealing(sealed, "index 3")) {
      out.write(plain);
    }
    return sealed.toByteArray();
  }

  private static byte[] open(BackupSealer sealer, byte[] sealed, String name) throws IOException {
    return Homes.readAll(sealer.opening(new ByteArrayInputStream(sealed), name));
  }

  @Test
  void opensWithTheRingAndTheSiteKeyOfTheDay() throws Exception {
    byte[] plain = Homes.bytes((3 << 20) + 17, 1);
    byte[] sealed;
    try (SiteKey first = SiteKey.generate();
        SiteKey second = SiteKey.generate()) {
      try (Vault vault = Vault.open(home, first)) {
        try (BackupSealer sealer = vault.backupSealer()) {
          sealed = seal(sealer, plain);
        }
        vault.rotateSiteKey(second);
      }
      Path ring = home.resolve("keys/ring");
      assertThatThrownBy(() -> BackupSealer.open(ring, first))
          .isInstanceOf(SiteKeyMismatchException.class);
      try (BackupSealer sealer = BackupSealer.open(ring, second)) {
        assertThat(open(sealer, sealed, "index 3")).isEqualTo(plain);
      }
    }
  }

  @Test
  void opensNothingThatIsCutAlteredOrNamedOtherwise() throws Exception {
    byte[] plain = Homes.bytes((1 << 20) + 5, 2);
    try (SiteKey key = SiteKey.generate();
        Vault vault = Vault.open(home, key);
        BackupSealer sealer = vault.backupSealer()) {
      byte[] sealed = seal(sealer, plain);
      assertThatThrownBy(() -> open(sealer, sealed, "index 4")).isInstanceOf(IOException.class);
      byte[] cut = Arrays.copyOf(sealed, 1 << 20);
      assertThatThrownBy(() -> open(sealer, cut, "index 3")).isInstanceOf(IOException.class);
      byte[] altered = sealed.clone();
      altered[altered.length - 9] ^= 1;
      assertThatThrownBy(() -> open(sealer, altered, "index 3")).isInstanceOf(IOException.class);
      try (Vault other = Vault.open(Files.createDirectory(home.resolve("other")), key);
          BackupSealer foreign = other.backupSealer()) {
        assertThatThrownBy(() -> open(foreign, sealed, "index 3")).isInstanceOf(IOException.class);
      }
      byte[] words = "DOE^JANE DOE^JANE".getBytes(StandardCharsets.US_ASCII);
      assertThat(new String(seal(sealer, words), StandardCharsets.ISO_8859_1))
          .doesNotContain("DOE");
    }
  }
}
