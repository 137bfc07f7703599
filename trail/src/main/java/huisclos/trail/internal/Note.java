package huisclos.trail.internal;

import huisclos.trail.Checkpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Checkpoints as signed notes (C2SP tlog-checkpoint, signed-note; Ed25519, RFC 8032).
 *
 * <p>Lines of other signers, witnesses say, are passed over as the specification asks.
 */
public final class Note {
  private Note() {}

  /** The longest note: room for some dozens of witnesses. */
  public static final int MAX_BYTES = 65_536;

  private static final String SIGNATURE = "\u2014 ";
  private static final int SIGNATURE_BYTES = 64;

  /** Signs a tree's size and root. */
  public static Checkpoint sign(VerifierKey key, PrivateKey secret, long size, byte[] root) {
    String rootText = Base64.getEncoder().encodeToString(root);
    String text = key.name() + "\n" + size + "\n" + rootText + "\n";
    byte[] signed;
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(secret);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      signed = signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("checkpoint can't be signed", e);
    }
    byte[] idAndSignature =
        ByteBuffer.allocate(4 + SIGNATURE_BYTES).putInt(key.id()).put(signed).array();
    String line = SIGNATURE + key.name() + " " + base64(idAndSignature) + "\n";
    return new Checkpoint(key.name(), size, rootText, text + "\n" + line);
  }

  /** The note's bytes, as they lie on the disk. */
  public static byte[] bytes(Checkpoint checkpoint) {
    return checkpoint.note().getBytes(StandardCharsets.UTF_8);
  }

  /** What the note says if its signature by {@code key} holds, else nothing. */
  public static Optional<Checkpoint> verify(byte[] bytes, VerifierKey key) {
    Optional<Checkpoint> unverified = parse(bytes);
    if (unverified.isEmpty() || !unverified.get().origin().equals(key.name())) {
      return Optional.empty();
    }
    String note = unverified.get().note();
    int end = note.lastIndexOf("\n\n") + 1;
    byte[] text = note.substring(0, end).getBytes(StandardCharsets.UTF_8);
    boolean good = false;
    for (String line : lines(note.substring(end + 1))) {
      Optional<byte[]> signature = signatureBy(key, line);
      if (signature.isPresent()) {
        if (!holds(key, text, signature.get())) {
          return Optional.empty();
        }
        good = true;
      }
    }
    return good ? unverified : Optional.empty();
  }

  /** What the note says, whoever signed it; nothing if it is no checkpoint. */
  public static Optional<Checkpoint> parse(byte[] bytes) {
    String note = new String(bytes, StandardCharsets.UTF_8);
    int end = note.lastIndexOf("\n\n");
    if (!Arrays.equals(note.getBytes(StandardCharsets.UTF_8), bytes)
        || end < 0
        || end + 2 == note.length()
        || !note.endsWith("\n")
        || !note.chars().allMatch(c -> c >= ' ' || c == '\n')) {
      return Optional.empty();
    }
    List<String> lines = lines(note.substring(0, end + 1));
    if (lines.size() < 3
        || lines.stream().anyMatch(String::isEmpty)
        || !lines.get(1).matches("0|[1-9][0-9]{0,17}")
        || decode(lines.get(2)).filter(root -> root.length == MerkleHash.BYTES).isEmpty()
        || !lines(note.substring(end + 2)).stream().allMatch(Note::isSignature)) {
      return Optional.empty();
    }
    return Optional.of(
        new Checkpoint(lines.get(0), Long.parseLong(lines.get(1)), lines.get(2), note));
  }

  /** The lines of text that ends in a newline. */
  private static List<String> lines(String text) {
    return Arrays.asList(text.substring(0, text.length() - 1).split("\n", -1));
  }

  private static boolean isSignature(String line) {
    String[] fields = line.split(" ", -1);
    return fields.length == 3 && line.startsWith(SIGNATURE) && decode(fields[2]).isPresent();
  }

  private static Optional<byte[]> signatureBy(VerifierKey key, String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length != 3 || !fields[1].equals(key.name())) {
      return Optional.empty();
    }
    return decode(fields[2])
        .filter(b -> b.length >= 4 && ByteBuffer.wrap(b).getInt() == key.id())
        .map(b -> Arrays.copyOfRange(b, 4, b.length));
  }

  private static boolean holds(VerifierKey key, byte[] text, byte[] signed) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(key.key());
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Base64 in its one canonical spelling: spare bits set would be a second name for a note. */
  private static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return base64(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
