package huisclos.gate;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import javax.crypto.KeyAgreement;

/**
 * Does what a handshake does, with keys that are thrown away, so that the first real one doesn't
 * meet interpreted code: curve arithmetic is the longest part of the first answer after a start.
 */
public final class HandshakeWarmUp {
  /** Enough for the JVM to compile the field arithmetic. */
  private static final int ROUNDS = 6;

  private HandshakeWarmUp() {}

  /** Begins on a thread of its own, which nothing waits for; only where a processor is to spare. */
  public static void beginBeside() {
    if (Runtime.getRuntime().availableProcessors() > 1) {
      Thread.ofPlatform().name("warm-up").daemon().start(HandshakeWarmUp::run);
    }
  }

  private static void run() {
    try {
      KeyPairGenerator signing = KeyPairGenerator.getInstance("EC");
      signing.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPairGenerator agreeing = KeyPairGenerator.getInstance("X25519");
      KeyPair signer = signing.generateKeyPair();
      KeyPair peer = agreeing.generateKeyPair();
      for (int i = 0; i < ROUNDS; i++) {
        sign(signer);
        agree(agreeing.generateKeyPair(), peer);
      }
    } catch (GeneralSecurityException e) {
      // A JDK without these curves has others, which are met cold; the handshake itself decides.
      return;
    }
  }

  private static void sign(KeyPair pair) throws GeneralSecurityException {
    byte[] text = {1};
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(pair.getPublic());
    signature.update(text);
    if (!signature.verify(signed)) {
      throw new GeneralSecurityException("a signature made here doesn't verify");
    }
  }

  private static void agree(KeyPair own, KeyPair peer) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(own.getPrivate());
    var _ = agreement.doPhase(peer.getPublic(), true);
    var _ = agreement.generateSecret();
  }
}
