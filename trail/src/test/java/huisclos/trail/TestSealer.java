package huisclos.trail;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A sealer with a key of its own, as the vault would be one. */
final class TestSealer implements Sealer {
  private final SecretKeySpec key;

  TestSealer(int key) {
    this.key = new SecretKeySpec(ByteBuffer.allocate(16).putInt(key).array(), "AES");
  }

  @Override
  public byte[] seal(byte[] plain, byte[] context) {
    byte[] nonce = new byte[12];
    new SecureRandom().nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, plain, context);
    return ByteBuffer.allocate(12 + sealed.length).put(nonce).put(sealed).array();
  }

  @Override
  public byte[] open(byte[] sealed, byte[] context) {
    byte[] nonce = Arrays.copyOf(sealed, 12);
    return run(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(sealed, 12, sealed.length), context);
  }

  private byte[] run(int mode, byte[] nonce, byte[] bytes, byte[] context) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(128, nonce));
      cipher.updateAAD(context);
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("not sealed here", e);
    }
  }
}
