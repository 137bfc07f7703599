package huisclos.gate;

import huisclos.trail.Sealer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals with AES-GCM under a random key, for keys and for the trail. */
final class TestProtector implements KeyProtector, Sealer {
  private final byte[] key = new byte[32];
  private final SecureRandom random = new SecureRandom();

  TestProtector() {
    random.nextBytes(key);
  }

  @Override
  public byte[] seal(byte[] plain, byte[] context) {
    byte[] nonce = new byte[12];
    random.nextBytes(nonce);
    try {
      byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, plain, context);
      byte[] out = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, out, nonce.length, sealed.length);
      return out;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public byte[] open(byte[] sealed, byte[] context) {
    if (sealed.length < 12) {
      throw new IllegalStateException("too short");
    }
    try {
      return run(
          Cipher.DECRYPT_MODE,
          Arrays.copyOf(sealed, 12),
          Arrays.copyOfRange(sealed, 12, sealed.length),
          context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("not sealed by this key", e);
    }
  }

  private byte[] run(int mode, byte[] nonce, byte[] bytes, byte[] context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(context);
    return cipher.doFinal(bytes);
  }
}
