package huisclos.gate;

import huisclos.gate.internal.Pem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the web door got from a certificate authority of the outside: the key of our account there,
 * the certificate with its key, and for minutes the proofs that a name is ours. Keys lie sealed
 * among the records; a proof is in memory alone. Safe from many threads.
 */
public final class AcquiredKeys {
  private static final String KIND = "web-certificate";
  private static final String ACCOUNT = "account";
  private static final String DOOR = "door";
  private static final int VERSION = 1;
  private static final int MAX_CHAIN = 10;

  private final RecordStore records;
  private final KeyProtector protector;
  private final Map<String, Held> proofs = new ConcurrentHashMap<>();
  private volatile Optional<Held> held;

  /** A key and the chain of its certificate, its own first. */
  public record Held(PrivateKey key, List<X509Certificate> chain) {
    public Held {
      chain = List.copyOf(chain);
      if (chain.isEmpty() || chain.size() > MAX_CHAIN) {
        throw new IllegalArgumentException("a chain has 1 to 10 certificates");
      }
    }

    /** The door's own certificate. */
    public X509Certificate certificate() {
      return chain.getFirst();
    }

    @Override
    public String toString() {
      return "Held[serial=" + certificate().getSerialNumber().toString(16) + "]";
    }
  }

  /**
   * @throws IOException if what is kept can't be opened
   */
  AcquiredKeys(RecordStore records, KeyProtector protector) throws IOException {
    this.records = records;
    this.protector = protector;
    Optional<byte[]> sealed = records.get(KIND, DOOR);
    this.held = sealed.isEmpty() ? Optional.empty() : Optional.of(read(open(sealed.get(), DOOR)));
  }

  /** The certificate in use, if one was ever got. */
  public Optional<Held> held() {
    return held;
  }

  /** The key of our account; made at the first call. */
  public KeyPair accountKey() throws IOException {
    Optional<byte[]> known = records.get(KIND, ACCOUNT);
    if (known.isEmpty()) {
      KeyPair made = newKey();
      // Of two that make one at once the first counts.
      records.add(KIND, ACCOUNT, seal(pair(made), ACCOUNT));
      known = records.get(KIND, ACCOUNT);
    }
    return pair(open(known.orElseThrow(() -> new IOException("a record went missing")), ACCOUNT));
  }

  /** Takes a certificate into use; it is durable first. */
  public void use(PrivateKey key, List<X509Certificate> chain) throws IOException {
    Held next = new Held(key, chain);
    byte[] sealed = seal(written(next), DOOR);
    if (sealed.length > RecordStore.MAX_BYTES) {
      throw new IOException("a chain of certificates is longer than 64 KiB");
    }
    records.put(KIND, DOOR, sealed);
    held = Optional.of(next);
  }

  /** Shows a proof to who asks for this name. */
  public void prove(String name, PrivateKey key, X509Certificate proof) {
    proofs.put(name.toLowerCase(Locale.ROOT), new Held(key, List.of(proof)));
  }

  /** Shows none any more. */
  public void proveNothing() {
    proofs.clear();
  }

  /** The proof for a name, while there is one. */
  Optional<Held> proof(String name) {
    return Optional.ofNullable(proofs.get(name.toLowerCase(Locale.ROOT)));
  }

  private static byte[] written(Held one) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(VERSION);
    part(out, one.key().getEncoded());
    out.writeByte(one.chain().size());
    for (X509Certificate certificate : one.chain()) {
      part(out, Pem.der(certificate));
    }
    return bytes.toByteArray();
  }

  private static Held read(byte[] plain) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain));
    if (in.readByte() != VERSION) {
      throw new IOException("a certificate was kept in a form of another version");
    }
    byte[] key = part(in);
    List<X509Certificate> chain = new ArrayList<>();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      chain.add(Pem.certificate(part(in)).orElseThrow(AcquiredKeys::damaged));
    }
    String algorithm = chain.isEmpty() ? "" : chain.getFirst().getPublicKey().getAlgorithm();
    return new Held(Pem.privateKey(key, algorithm).orElseThrow(AcquiredKeys::damaged), chain);
  }

  private static byte[] pair(KeyPair key) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(VERSION);
    part(out, key.getPrivate().getEncoded());
    part(out, key.getPublic().getEncoded());
    return bytes.toByteArray();
  }

  private static KeyPair pair(byte[] plain) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain));
    if (in.readByte() != VERSION) {
      throw new IOException("a key was kept in a form of another version");
    }
    try {
      KeyFactory factory = KeyFactory.getInstance("EC");
      PrivateKey own = factory.generatePrivate(new PKCS8EncodedKeySpec(part(in)));
      return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(part(in))), own);
    } catch (GeneralSecurityException e) {
      throw new IOException("a kept key is damaged", e);
    }
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  private static void part(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] part(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw damaged();
    }
    return in.readNBytes(length);
  }

  private static IOException damaged() {
    return new IOException("a kept certificate is damaged");
  }

  private byte[] seal(byte[] plain, String name) throws IOException {
    try {
      return protector.seal(plain, context(name));
    } catch (GeneralSecurityException e) {
      throw new IOException("a key could not be sealed", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private byte[] open(byte[] sealed, String name) throws IOException {
    try {
      return protector.open(sealed, context(name));
    } catch (GeneralSecurityException e) {
      throw new IOException("a kept key was sealed by another house, or is damaged", e);
    }
  }

  private static byte[] context(String name) {
    return ("web certificate " + name).getBytes(StandardCharsets.US_ASCII);
  }
}
