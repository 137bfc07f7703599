package huisclos.vault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;

/** Small things the vault's tests share. */
final class Homes {
  /** Small enough that a test crosses every limit: 2 segments, 8 segments, 1 MiB. */
  static final VaultLimits SMALL = new VaultLimits(2 << 16, 8 << 16, 1 << 20);

  private Homes() {}

  static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** A pending object of this content, its sink closed. */
  static PendingBlob pending(Vault vault, byte[] content) throws IOException {
    PendingBlob blob = vault.begin();
    try {
      blob.sink().write(content);
      blob.sink().close();
      return blob;
    } catch (IOException | RuntimeException e) {
      blob.abort();
      throw e;
    }
  }

  static BlobDescriptor describe(PendingBlob blob) {
    return blob.describe("1.2.3", "1.2.3.4", "1.2.3.4.5", "1.2.840.10008.5.1.4.1.1.2", "1.2.840");
  }

  static SealRequest request(PendingBlob blob, StudyKeyId study) {
    return new SealRequest(blob, study, describe(blob));
  }

  static BlobAddress store(Vault vault, StudyKeyId study, byte[] content) throws IOException {
    PendingBlob blob = pending(vault, content);
    return vault.commit(List.of(request(blob, study))).getFirst();
  }

  static StudyKeyId newStudy(Vault vault) throws IOException {
    return vault.ring().newStudyKey(vault.ring().newPatientKey());
  }

  static byte[] readAll(InputStream in) throws IOException {
    try (in) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      in.transferTo(out);
      return out.toByteArray();
    }
  }
}
