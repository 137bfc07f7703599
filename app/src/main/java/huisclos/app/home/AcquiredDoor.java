package huisclos.app.home;

import huisclos.courier.acme.CertificateDoor;
import huisclos.gate.AcquiredKeys;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The web door's keys as an order for a certificate sees them. Thread-safe. */
record AcquiredDoor(AcquiredKeys keys) implements CertificateDoor {
  @Override
  public Optional<X509Certificate> certificate() {
    return keys.held().map(AcquiredKeys.Held::certificate);
  }

  @Override
  public KeyPair accountKey() throws IOException {
    return keys.accountKey();
  }

  @Override
  public void prove(String name, PrivateKey key, X509Certificate proof) {
    keys.prove(name, key, proof);
  }

  @Override
  public void proveNothing() {
    keys.proveNothing();
  }

  @Override
  public void use(KeyPair key, List<X509Certificate> chain) throws IOException {
    keys.use(key.getPrivate(), chain);
  }
}
