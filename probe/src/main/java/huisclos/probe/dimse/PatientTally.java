package huisclos.probe.dimse;

import huisclos.dicom.Tag;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.apache.datasketches.hll.HllSketch;

/**
 * Counts distinct Patient IDs without keeping one: each goes, as bytes, through a hash with a key
 * of this count into a sketch, and is overwritten; the key is destroyed by {@link #close}. Also
 * looks whether any has the shape of a US social security number, digit by digit, and keeps that
 * one bit. Of one thread.
 */
final class PatientTally implements Drain, ElementScan.Values, AutoCloseable {
  private static final int KEY_BYTES = 32;
  private static final int LG_REGISTERS = 14;
  private static final int DEVIATIONS = 3;

  /** The error that a sketch of this size stays within, of its estimate. */
  private static final double TOLERANCE = 0.05;

  private static final String SHAPE = "ddd-dd-dddd";

  private final ElementScan scan = new ElementScan(this);
  private final HllSketch sketch = new HllSketch(LG_REGISTERS);
  private final byte[] key = new byte[KEY_BYTES];
  private final MessageDigest digest;
  private long ids;
  private boolean shaped;

  PatientTally(SecureRandom random) {
    random.nextBytes(key);
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Patient IDs that came, repeated ones too. */
  long ids() {
    return ids;
  }

  /** A lower bound of how many of them differ. */
  long distinctAtLeast() {
    return Math.min(ids, (long) Math.floor(sketch.getLowerBound(DEVIATIONS)));
  }

  /** Whether so many ids can all differ, by the sketch. */
  boolean allDiffer(long matches) {
    return Math.abs(sketch.getEstimate() - matches) <= TOLERANCE * matches + 1;
  }

  /** Whether any had the shape of a social security number. */
  boolean shaped() {
    return shaped;
  }

  @Override
  public void begin(boolean explicitVr) {
    scan.begin(explicitVr);
  }

  @Override
  public void piece(ByteBuffer bytes) {
    scan.feed(bytes);
  }

  @Override
  public void end() {}

  @Override
  public boolean wants(int tag) {
    return tag == Tag.PATIENT_ID;
  }

  @Override
  public void value(int tag, byte[] bytes, int length) {
    int end = length;
    while (end > 0 && (bytes[end - 1] == ' ' || bytes[end - 1] == 0)) {
      end--;
    }
    if (end == 0) {
      return;
    }
    ids++;
    shaped |= shaped(bytes, end);
    digest.update(key);
    digest.update(bytes, 0, end);
    byte[] hash = digest.digest();
    sketch.update(hash);
    Arrays.fill(hash, (byte) 0);
  }

  private static boolean shaped(byte[] bytes, int length) {
    if (length != SHAPE.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      boolean digit = bytes[i] >= '0' && bytes[i] <= '9';
      if (SHAPE.charAt(i) == 'd' ? !digit : bytes[i] != '-') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
    digest.reset();
  }
}
