package huisclos.app.demo;

import huisclos.dicom.Uid;
import java.util.UUID;

/**
 * UIDs under 2.25 (PS3.5 Annex B.2) that follow from the seed, the day and a role, so that equal
 * demos have equal UIDs and a UID never stands for two contents. Immutable and thread-safe.
 */
final class DemoUids {
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 0x8000000000000000L;

  private final long seed;

  DemoUids(long seed, long day) {
    this.seed = mix(seed) ^ mix(day + 0x9E3779B97F4A7C15L);
  }

  /** The UID of what a role names, such as {@code study 3}. */
  String uid(String role) {
    long high = seed;
    long low = mix(seed + 1);
    for (int i = 0; i < role.length(); i++) {
      high = mix(high ^ role.charAt(i));
      low = mix(low + 31L * role.charAt(i) + high);
    }
    // As RFC 9562 has it for UUIDs of one's own making.
    return Uid.fromUuid(
        new UUID((high & ~0xF000L) | VERSION_8, (low & 0x3FFFFFFFFFFFFFFFL) | VARIANT));
  }

  private static long mix(long v) {
    long h = v + 0x9E3779B97F4A7C15L;
    h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
    h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
    return h ^ (h >>> 31);
  }
}
