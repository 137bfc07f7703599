package huisclos.archive;

/**
 * How the keys of a query are to be understood, as requester and archive agreed by extended
 * negotiation (PS3.4 §C.5.1.1). Empty value matching and several values in a key need no agreement:
 * no value of an object looks like either.
 *
 * @param relational unique keys of the levels above may be missing (PS3.4 §C.4.1.2.2.1)
 * @param dateTime the ranges of a date key and of the time key that belongs to it are one range of
 *     moments (PS3.4 §C.2.2.2.5)
 * @param fuzzy names match by word and sound as well
 * @param timezone dates and times of the identifier are in the zone that its Timezone Offset From
 *     UTC names, and are compared with those of objects that name theirs as moments
 */
public record Semantics(boolean relational, boolean dateTime, boolean fuzzy, boolean timezone) {
  /** Nothing agreed: the hierarchy holds, dates and times are compared apart, as written. */
  public static final Semantics BASELINE = new Semantics(false, false, false, false);
}
