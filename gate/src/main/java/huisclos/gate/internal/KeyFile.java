package huisclos.gate.internal;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/**
 * A certificate and its sealed private key in one file, so that a crash can't leave one without the
 * other.
 *
 * <p>Format: {@code HCID}, version 1 (one byte), certificate (4-byte length, DER), sealed PKCS#8
 * (4-byte length). The seal is bound to the file's purpose and to the certificate, so that neither
 * can be exchanged.
 */
public final class KeyFile {
  private static final int MAGIC = 0x48434944;
  private static final byte VERSION = 1;

  private KeyFile() {}

  /** What such a file holds. */
  public record Content(PrivateKey key, X509Certificate certificate) {
    @Override
    public String toString() {
      return "Content[serial=" + certificate.getSerialNumber().toString(16) + "]";
    }
  }

  /** Seals or opens bytes for a context. */
  @FunctionalInterface
  public interface Cipher {
    /** The bytes on the other side. */
    byte[] apply(byte[] bytes, byte[] context) throws GeneralSecurityException;
  }

  /** Writes the file, replacing an earlier one. */
  public static void write(Path file, String purpose, Content content, Cipher seal)
      throws IOException {
    byte[] certificate = Pem.der(content.certificate());
    byte[] plain = content.key().getEncoded();
    byte[] sealed;
    try {
      sealed = seal.apply(plain, context(purpose, certificate));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IOException("a key could not be sealed", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
    ByteBuffer out = ByteBuffer.allocate(4 + 1 + 4 + certificate.length + 4 + sealed.length);
    out.putInt(MAGIC).put(VERSION);
    out.putInt(certificate.length).put(certificate);
    out.putInt(sealed.length).put(sealed);
    PrivateFiles.write(file, out.array(), true);
  }

  /**
   * Reads the file.
   *
   * @throws IOException when it is damaged, or sealed by another key or for another purpose
   */
  public static Content read(Path file, String purpose, Cipher open) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(PrivateFiles.read(file));
    try {
      if (in.getInt() != MAGIC || in.get() != VERSION) {
        throw new IOException("not a key file of a version known here");
      }
      byte[] der = part(in);
      byte[] sealed = part(in);
      X509Certificate certificate =
          Pem.certificate(der)
              .orElseThrow(() -> new IOException("a key file's certificate is damaged"));
      byte[] plain = opened(open, sealed, context(purpose, der));
      try {
        PrivateKey key =
            Pem.privateKey(plain, certificate.getPublicKey().getAlgorithm())
                .orElseThrow(() -> new IOException("a key file's key doesn't fit its certificate"));
        return new Content(key, certificate);
      } finally {
        Arrays.fill(plain, (byte) 0);
      }
    } catch (BufferUnderflowException e) {
      throw new IOException("a key file is cut short", e);
    }
  }

  private static byte[] opened(Cipher open, byte[] sealed, byte[] context) throws IOException {
    try {
      return open.apply(sealed, context);
    } catch (GeneralSecurityException | RuntimeException e) {
      // Whoever protects keys may say no with an exception of either sort.
      throw new IOException("a key file was sealed by another key, or is damaged", e);
    }
  }

  private static byte[] part(ByteBuffer in) throws IOException {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IOException("a key file is damaged");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static byte[] context(String purpose, byte[] certificate) {
    byte[] name = ("gate:key:1:" + purpose + ":").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(name.length + 32).put(name).put(Pem.sha256(certificate)).array();
  }
}
