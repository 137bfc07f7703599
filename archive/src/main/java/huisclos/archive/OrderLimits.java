package huisclos.archive;

import java.time.Duration;

/** Every bound of orders and performed steps, named; none can be switched off. */
public final class OrderLimits {
  private OrderLimits() {}

  /** Scheduled steps kept at once; a department of a million examinations a year has a tenth. */
  public static final int MAX_ENTRIES = 100_000;

  /** Scheduled steps of one order. */
  public static final int MAX_STEPS = 100;

  /** Stations of one scheduled step. */
  public static final int MAX_STATIONS = 32;

  /** Bytes of all attributes of one performed step. */
  public static final int MAX_STEP_BYTES = 4 << 20;

  /** Instances that one performed step may name. */
  public static final int MAX_STEP_INSTANCES = 100_000;

  /** Rows of a listing; the newest are shown. */
  public static final int MAX_LISTED = 1_000;

  /** Instances that a listing names as missing, for each performed step. */
  public static final int MAX_MISSING_LISTED = 100;

  /** How long the answer to a message is remembered. */
  public static final Duration MESSAGES_KEPT = Duration.ofDays(7);

  /** Between two looks for what is past its time. */
  public static final Duration EXPIRY_INTERVAL = Duration.ofHours(1);

  /** After how many days past its date an entry ends, unless a setting says otherwise. */
  public static final int DEFAULT_EXPIRE_DAYS = 30;
}
