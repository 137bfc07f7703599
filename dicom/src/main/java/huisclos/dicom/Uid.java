package huisclos.dicom;

import java.math.BigInteger;
import java.util.UUID;

/** Unique identifiers as strings (PS3.5 §9). Pure functions, thread-safe. */
public final class Uid {
  /** Characters of the longest UID. */
  public static final int MAX_LENGTH = 64;

  private Uid() {}

  /**
   * Whether this is a UID by the letter of PS3.5 §9.1: 1 to 64 digits and dots, no empty component,
   * no leading zero in a component of several digits.
   */
  public static boolean isValid(String uid) {
    return hasForm(uid, true);
  }

  /**
   * Whether this can serve as a UID although components have leading zeros, which real devices
   * write. Nothing but digits and dots passes, so that the UID is harmless as a name.
   */
  public static boolean isUsable(String uid) {
    return hasForm(uid, false);
  }

  /** The UID of a UUID: {@code 2.25.} and its decimal value (PS3.5 Annex B.2). */
  public static String fromUuid(UUID uuid) {
    BigInteger high = BigInteger.valueOf(uuid.getMostSignificantBits());
    BigInteger low = BigInteger.valueOf(uuid.getLeastSignificantBits());
    BigInteger mask = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    return "2.25." + high.and(mask).shiftLeft(64).or(low.and(mask));
  }

  private static boolean hasForm(String uid, boolean strict) {
    int length = uid.length();
    if (length == 0 || length > MAX_LENGTH || uid.charAt(length - 1) == '.') {
      return false;
    }
    int start = 0;
    for (int i = 0; i < length; i++) {
      char c = uid.charAt(i);
      if (c == '.') {
        if (i == start) {
          return false;
        }
        start = i + 1;
      } else if (c < '0' || c > '9' || (strict && i == start + 1 && uid.charAt(start) == '0')) {
        return false;
      }
    }
    return true;
  }
}
