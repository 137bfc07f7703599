package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Dictionary;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import huisclos.dicom.Vr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A worklist identifier as what it asks (PS3.4 §K.2.2, Table K.6-1).
 *
 * <p>A range of days together with a range of times is one span, from the first time on the first
 * day to the last on the last, as the remark in Table K.6-1 has it for Scheduled Procedure Step
 * Start Date and Time.
 *
 * @param order what is asked of the attributes outside of the step
 * @param step what is asked of the step, the span left out
 * @param span dates and times asked for together
 * @param statuses which are shown
 * @param supported whether every key is one that can be answered
 */
record WorklistQuery(
    List<Match.Nested> order,
    List<Match.Nested> step,
    Optional<Span> span,
    Set<OrderStatus> statuses,
    boolean supported) {
  private static final Set<OrderStatus> WAITING =
      Set.of(OrderStatus.SCHEDULED, OrderStatus.ARRIVED, OrderStatus.READY);

  /** From a time on a day to a time on a day, both included. */
  record Span(DateRange dates, TimeRange times) {
    boolean contains(int day, long moment) {
      return (day > dates.from() || (day == dates.from() && moment >= times.from()))
          && (day < dates.to() || (day == dates.to() && moment <= times.to()));
    }
  }

  /** Either the query, or the key that is malformed. */
  sealed interface Parse {
    record Parsed(WorklistQuery query) implements Parse {}

    record Malformed(int tag) implements Parse {}
  }

  static Parse of(DataSet identifier) {
    List<Match.Nested> order = new ArrayList<>();
    List<Match.Nested> step = new ArrayList<>();
    boolean supported = true;
    for (int tag : identifier.tags()) {
      if (tag == Tag.SPECIFIC_CHARACTER_SET || (tag & 0xFFFF) == 0) {
        continue;
      }
      supported &= WorklistKeys.supported(tag);
      if (tag == Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE || Tags.isPrivate(tag)) {
        continue;
      }
      Optional<Match> match = Match.of(identifier, tag, Dictionary.vrOf(tag));
      if (match.isEmpty()) {
        return new Parse.Malformed(tag);
      }
      add(order, tag, match.get());
    }
    DataSet asked = OrderForm.step(identifier);
    Optional<Span> span = span(asked);
    for (int tag : asked.tags()) {
      boolean combined =
          span.isPresent()
              && (tag == Tag.SCHEDULED_PROCEDURE_STEP_START_DATE
                  || tag == Tag.SCHEDULED_PROCEDURE_STEP_START_TIME);
      if (tag == Tag.SPECIFIC_CHARACTER_SET || (tag & 0xFFFF) == 0) {
        continue;
      }
      supported &= WorklistKeys.supportedInStep(tag);
      if (combined || tag == Tag.SCHEDULED_PROCEDURE_STEP_STATUS || Tags.isPrivate(tag)) {
        continue;
      }
      Optional<Match> match = Match.of(asked, tag, Dictionary.vrOf(tag));
      if (match.isEmpty()) {
        return new Parse.Malformed(tag);
      }
      add(step, tag, match.get());
    }
    return new Parse.Parsed(new WorklistQuery(order, step, span, statuses(asked), supported));
  }

  private static void add(List<Match.Nested> keys, int tag, Match match) {
    if (!match.universal()) {
      keys.add(new Match.Nested(tag, match));
    }
  }

  private static Optional<Span> span(DataSet step) {
    String date = step.string(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, "");
    String time = step.string(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, "");
    if (date.indexOf('-') < 0 || time.indexOf('-') < 0) {
      return Optional.empty();
    }
    Optional<DateRange> dates = DateRange.parse(date);
    Optional<TimeRange> times = TimeRange.parse(time);
    return dates.isPresent() && times.isPresent()
        ? Optional.of(new Span(dates.get(), times.get()))
        : Optional.empty();
  }

  /** What is still to be done, unless the status key names something. */
  private static Set<OrderStatus> statuses(DataSet step) {
    Optional<Match> asked =
        Match.of(step, Tag.SCHEDULED_PROCEDURE_STEP_STATUS, Vr.CS).filter(m -> !m.universal());
    if (asked.isEmpty()) {
      return WAITING;
    }
    DataSet one = new DataSet();
    Set<OrderStatus> named = new java.util.TreeSet<>();
    for (OrderStatus status : OrderStatus.values()) {
      one.putString(Tag.SCHEDULED_PROCEDURE_STEP_STATUS, status.name());
      if (status != OrderStatus.CANCELLED
          && asked.get().test(one, Tag.SCHEDULED_PROCEDURE_STEP_STATUS)) {
        named.add(status);
      }
    }
    return named;
  }

  /** The keys that ask something, for the trail. */
  List<Match.Nested> keys() {
    List<Match.Nested> keys = new ArrayList<>(order);
    keys.addAll(step);
    return keys;
  }

  boolean matches(DataSet entry) {
    DataSet scheduled = OrderForm.step(entry);
    return order.stream().allMatch(k -> k.match().test(entry, k.tag()))
        && step.stream().allMatch(k -> k.match().test(scheduled, k.tag()))
        && (span.isEmpty() || within(scheduled, span.get()));
  }

  private static boolean within(DataSet step, Span span) {
    var day = DateRange.day(step.string(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, ""));
    var time = TimeRange.moment(step.string(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, ""));
    return day.isPresent() && time.isPresent() && span.contains(day.getAsInt(), time.get().from());
  }
}
