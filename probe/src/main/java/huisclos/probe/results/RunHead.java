package huisclos.probe.results;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a run set out to do.
 *
 * @param id its name in the store: 1 to 64 of {@code A-Z a-z 0-9 _ -}; see {@link #newId}
 * @param scopeName as the scope calls itself
 * @param scopeSha256 of the scope's file, hexadecimal
 * @param operator who ran it
 * @param contact how to reach them
 * @param begun when, to the second
 * @param shard which part of the targets, from 1
 * @param shards into how many parts they were divided; 1 is all of them
 * @param targets addresses in the scope (of all shards)
 * @param seed of the order in which they are visited
 */
public record RunHead(
    String id,
    String scopeName,
    String scopeSha256,
    String operator,
    String contact,
    Instant begun,
    int shard,
    int shards,
    long targets,
    long seed) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  public RunHead {
    requireId(id);
    if (shards < 1 || shard < 1 || shard > shards || targets < 0) {
      throw new IllegalArgumentException("shard or targets out of range");
    }
    begun = begun.truncatedTo(ChronoUnit.SECONDS);
  }

  /** A fresh name: the time and 32 random bits, so that names sort by time. */
  public static String newId(Instant begun, SecureRandom random) {
    return TIME.format(begun) + String.format(Locale.ROOT, "-%08x", random.nextInt());
  }

  /**
   * @throws IllegalArgumentException for what can't be a run's name
   */
  static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not a run's name");
    }
  }
}
