package huisclos.gate;

/**
 * How many distinct patient records an identity may be shown, in any hour and in any day.
 *
 * @param hour 1 to {@value #MAX}
 * @param day {@code hour} to {@value #MAX}
 */
public record Budget(int hour, int day) {
  /** The largest budget; who needs more has it lifted until a date. Bounds what is remembered. */
  public static final int MAX = 50_000;

  /** What every identity has unless a keeper says otherwise. */
  public static final Budget DEFAULT = new Budget(200, 1_000);

  /**
   * @throws IllegalArgumentException when a number is out of its range
   */
  public Budget {
    if (hour < 1 || day < hour || day > MAX) {
      throw new IllegalArgumentException(
          "a budget is 1 to %d patients an hour, and at least as many a day".formatted(MAX));
    }
  }
}
