package huisclos.trail;

import java.util.List;

/** Every size of the trail, named. Each is checked before anything is allocated for it. */
public final class TrailLimits {
  private TrailLimits() {}

  /** Bytes of one encoded record: entry bundles prefix an entry with an unsigned 16-bit length. */
  public static final int MAX_ENTRY_BYTES = 65_535;

  /** Study UIDs, and patient records, in one stored record; more are split over several. */
  public static final int MAX_IDS_PER_ENTRY = 1_000;

  /** Study UIDs, and patient records, in one {@link TrailRecord} before splitting. */
  public static final int MAX_IDS = 100_000;

  /** Characters of one study UID or patient record id. */
  public static final int MAX_ID_CHARS = 64;

  /** Characters of an actor's id and of its detail. */
  public static final int MAX_ACTOR_CHARS = 128;

  /** Characters of a remote address. */
  public static final int MAX_REMOTE_CHARS = 128;

  /** Facts of one record. */
  public static final int MAX_FACTS = 24;

  /** Characters of one fact. */
  public static final int MAX_FACT_CHARS = 192;

  /** Plain bytes of a sealed part. */
  public static final int MAX_PLAIN_BYTES = 4_096;

  /** Sealed bytes of a sealed part: room for what a sealer adds. */
  public static final int MAX_SEALED_BYTES = MAX_PLAIN_BYTES + 1_024;

  /** As many of these ids as one {@link TrailRecord} names; its count tells of the rest. */
  public static List<String> named(List<String> ids) {
    return ids.subList(0, Math.min(ids.size(), MAX_IDS));
  }
}
