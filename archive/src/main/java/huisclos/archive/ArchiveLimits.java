package huisclos.archive;

/** Every bound of this room, named; none can be switched off. */
public final class ArchiveLimits {
  private ArchiveLimits() {}

  /** Matches of one query; one more and it is refused before any row. */
  public static final int MAX_MATCHES = 1_000;

  /** Matches that a page of a query may pass over. */
  public static final int MAX_OFFSET = 100_000;

  /** Instances of one retrieve. */
  public static final int MAX_RETRIEVED = 100_000;

  /** Instances of one request for storage commitment. */
  public static final int MAX_COMMITTED = 50_000;

  /** Days of a date range that still selects something. */
  public static final int SELECTIVE_DAYS = 31;

  /** Letters of a name that still select something. */
  public static final int SELECTIVE_LETTERS = 3;

  /** Patient IDs or accession numbers in a key that still selects something. */
  public static final int SELECTIVE_IDS = 100;

  /** Names in a key that still selects something. */
  public static final int SELECTIVE_NAMES = 10;

  /** Values of one key, as in a list of UIDs. */
  public static final int MAX_KEY_VALUES = 10_000;

  /** Rows whose clear columns one query may read. */
  public static final int MAX_CANDIDATES = 100_000;

  /** Sealed attribute sets that one query may open. */
  public static final int MAX_UNSEALED = 20_000;

  /**
   * Sealed bytes of the matches that one query may hold open: 8 KiB for each of a thousand, where a
   * usual one has one to two.
   */
  public static final int MAX_FIND_BYTES = 8 * 1024 * 1024;

  /** Sealed bytes of accounts, studies and series that one query keeps open for its next rows. */
  public static final int MAX_OPENED_BYTES = 4 * 1024 * 1024;

  /** Keys that can be added to those built in. */
  public static final int MAX_EXTRA_KEYS = 64;

  /** Values of an added key's attribute that are looked up; of one with more the others are not. */
  public static final int MAX_EXTRA_VALUES = 64;

  /** Characters of a name part, Patient ID or accession number that have prefix tokens. */
  public static final int PREFIX_CHARS = 8;

  /** Name parts of one name that have tokens. */
  public static final int MAX_NAME_PARTS = 16;

  /** Bytes of one attribute kept for queries; a longer one is left out of the answers. */
  public static final int MAX_ATTRIBUTE_BYTES = 8_192;

  /** Bytes of all attributes of one entity kept for queries. */
  public static final int MAX_ATTRIBUTES_BYTES = 65_536;

  /** Characters of a series or SOP instance UID; the standard's 64 and what devices append. */
  public static final int MAX_UID_CHARS = 128;

  /** Stores committed in one group. */
  public static final int MAX_GROUP = 64;
}
