package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.gate.Disclosure;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.gate.Verb;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Orders: what is scheduled, for which station and day; the modality worklist is found here (PS3.4
 * Annex K).
 *
 * <p>They lie in the index database alone: {@link Archive#reindex} leaves them as they are, and a
 * lost index loses them. Every method takes a {@link Pass}; a change is on record before it counts,
 * what leaves is on record before it is returned. Thread-safe.
 */
public final class Orders {
  private static final String NORMALISATION = "worklist-normalisation";

  private final IndexDatabase index;
  private final Gate gate;
  private final Clock clock;
  private final OrderRows rows;
  private final OrderRecords records;
  private final WorklistFinder finder;
  private volatile int expireDays = OrderLimits.DEFAULT_EXPIRE_DAYS;
  private final AtomicReference<Instant> lastExpiry = new AtomicReference<>(Instant.EPOCH);
  // One change at a time: an order is looked up and then written.
  private final Object changing = new Object();

  Orders(
      IndexDatabase index,
      Gate gate,
      Clock clock,
      Tokens tokens,
      OrderRows rows,
      OrderRecords records)
      throws IOException {
    this.index = index;
    this.gate = gate;
    this.clock = clock;
    this.rows = rows;
    this.records = records;
    this.finder = new WorklistFinder(index, rows, tokens);
    renewTokens();
  }

  /**
   * The worklist's answer to an identifier. A pass for the requestor's own station shows its
   * entries alone, whatever is asked. What matches is on record when this returns.
   */
  public FindOutcome find(Pass pass, DataSet identifier) throws IOException {
    require(pass, Verb.WORKLIST);
    expire(clock.instant());
    return switch (WorklistQuery.of(identifier)) {
      case WorklistQuery.Parse.Malformed(int tag) ->
          new FindOutcome.Invalid(FindOutcome.InvalidReason.MALFORMED_KEY, tag);
      case WorklistQuery.Parse.Parsed(WorklistQuery query) -> find(pass, identifier, query);
    };
  }

  private FindOutcome find(Pass pass, DataSet identifier, WorklistQuery query) throws IOException {
    Optional<List<WorklistEntry>> found = finder.find(query, station(pass));
    if (found.isEmpty()) {
      Disclosure nothing = Disclosure.of(List.of(), List.of(), 0).with(Fact.REASON, "too-many");
      gate.record(List.of(pass.record(Outcome.REFUSED, records.asked(query, identifier, nothing))));
      return new FindOutcome.TooMany();
    }
    pass.disclose(records.asked(query, identifier, records.of(found.get())));
    return new FindOutcome.Found(
        found.get().stream().map(e -> WorklistAnswer.of(e.attributes(), identifier)).toList(),
        query.supported());
  }

  private static Optional<String> station(Pass pass) {
    return pass.request() instanceof Request.Worklist(boolean anyStation) && anyStation
        ? Optional.empty()
        : Optional.of(pass.who().name());
  }

  /** What is scheduled and was, the latest first, at most {@link OrderLimits#MAX_LISTED}. */
  public List<WorklistEntry> list(Pass pass) throws IOException {
    require(pass, Verb.WORKLIST);
    if (station(pass).isPresent()) {
      throw new IllegalArgumentException("the pass is for one station");
    }
    expire(clock.instant());
    List<WorklistEntry> entries = new ArrayList<>();
    for (OrderRows.Row row :
        index.read(s -> OrderRows.all(s, OrderSql.LATEST, OrderLimits.MAX_LISTED))) {
      entries.add(rows.entry(row));
    }
    pass.disclose(records.of(entries));
    return entries;
  }

  /**
   * Keeps an order: each data set is one scheduled step of it, in worklist form. A step that is
   * known by the order's numbers and its own id is brought up to date; a waiting step of a known
   * order that isn't named any more is cancelled. All of it or nothing.
   *
   * @param source what it came by, a static word
   */
  public OrderOutcome place(Pass pass, List<DataSet> steps, String source) throws IOException {
    require(pass, Verb.HL7);
    if (steps.isEmpty() || steps.size() > OrderLimits.MAX_STEPS) {
      return new OrderOutcome.Invalid(
          OrderProblem.NOT_ONE_STEP, Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    }
    synchronized (changing) {
      return new OrderPlacing(index, gate, rows, records, clock.instant())
          .place(pass, steps, source);
    }
  }

  /** Gives all waiting or started steps of an order a status; how many there were. */
  public int end(Pass pass, OrderNumbers numbers, OrderStatus status) throws IOException {
    require(pass, Verb.HL7);
    synchronized (changing) {
      return change(pass, index.read(s -> rows.ofOrder(s, numbers)), status);
    }
  }

  /** Cancels the entry of this internal id; false if there is none that could be. */
  public boolean cancel(Pass pass, String id) throws IOException {
    require(pass, Verb.HL7);
    synchronized (changing) {
      return change(
              pass, index.read(s -> OrderRows.all(s, OrderSql.BY_ENTRY, id)), OrderStatus.CANCELLED)
          > 0;
    }
  }

  private int change(Pass pass, List<OrderRows.Row> found, OrderStatus status) throws IOException {
    List<OrderRows.Row> open = found.stream().filter(r -> !r.status().ended()).toList();
    List<WorklistEntry> entries = new ArrayList<>();
    for (OrderRows.Row row : open) {
      entries.add(rows.entry(row));
    }
    if (open.isEmpty()) {
      return 0;
    }
    gate.record(
        List.of(pass.record(Outcome.DONE, records.of(entries).with(Fact.STATUS, status.name()))));
    long now = clock.millis();
    index.administer(session -> {
      for (OrderRows.Row row : open) {
        session.update(OrderSql.UPDATE_STATUS, status.name(), now, row.id());
      }
      return true;
    });
    return open.size();
  }

  /** Where patients' data of orders are brought up to date, and merges are noted. */
  public OrderPatients patients() {
    return new OrderPatients(index, gate, clock, rows, records, changing);
  }

  /** Where messages are remembered, so that one sent twice counts once. */
  public OrderMessages messages() {
    return new OrderMessages(index, clock, rows);
  }

  /**
   * After how many days past its date an entry ends, whatever became of it, and a performed step
   * past its last change; {@link OrderLimits#DEFAULT_EXPIRE_DAYS} unless told.
   */
  public void expireAfter(int days) {
    if (days < 1) {
      throw new IllegalArgumentException("an entry lasts a day at least");
    }
    expireDays = days;
  }

  /** Removes what is past its time, now and then; on record where there was something. */
  void expire(Instant now) throws IOException {
    Instant last = lastExpiry.get();
    if (Duration.between(last, now).compareTo(OrderLimits.EXPIRY_INTERVAL) < 0
        || !lastExpiry.compareAndSet(last, now)) {
      return;
    }
    int before =
        DateRange.number(LocalDate.ofInstant(now, ZoneId.systemDefault()).minusDays(expireDays));
    long unchanged = now.minus(Duration.ofDays(expireDays)).toEpochMilli();
    long count =
        index.read(s ->
            s.number(OrderSql.COUNT_EXPIRED, before)
                + s.number(OrderSql.COUNT_OLD_STEPS, unchanged));
    if (count > 0) {
      gate.record(
          List.of(
              TrailRecord.of(now, Action.ORDER, Outcome.DONE, Actor.system())
                  .fact(Fact.REASON, "expired")
                  .count(count)
                  .build()));
    }
    long messages = now.minus(OrderLimits.MESSAGES_KEPT).toEpochMilli();
    index.administer(session -> {
      session.update(OrderSql.DELETE_EXPIRED_STATIONS, before);
      session.update(OrderSql.DELETE_EXPIRED_TOKENS, before);
      session.update(OrderSql.DELETE_EXPIRED_LINKS, before);
      session.update(OrderSql.DELETE_EXPIRED, before);
      session.update(OrderSql.DELETE_OLD_STEPS_INSTANCES, unchanged);
      session.update(OrderSql.DELETE_OLD_STEPS_LINKS, unchanged);
      session.update(OrderSql.DELETE_OLD_STEPS, unchanged);
      session.update(OrderSql.DELETE_OLD_MESSAGES, messages);
      return true;
    });
  }

  /** Makes the tokens anew where they are of another normalisation than today's. */
  private void renewTokens() throws IOException {
    String version = Integer.toString(Normal.VERSION);
    Optional<String> made =
        index.read(s -> s.first(Sql.SELECT_SETTING, row -> row.getString(1), NORMALISATION));
    if (made.equals(Optional.of(version))) {
      return;
    }
    List<OrderRows.Row> all = index.read(s -> OrderRows.all(s, OrderSql.ALL_ENTRIES));
    List<DataSet> opened = new ArrayList<>();
    for (OrderRows.Row row : all) {
      opened.add(rows.open(row));
    }
    index.administer(session -> {
      for (int i = 0; i < all.size(); i++) {
        rows.writeTokens(session, all.get(i).id(), opened.get(i));
      }
      session.update(Sql.DELETE_SETTING, NORMALISATION);
      session.update(Sql.INSERT_SETTING, NORMALISATION, version);
      return true;
    });
  }

  /** Held while orders and what is performed of them change. */
  Object changing() {
    return changing;
  }

  /** A new internal id. */
  static String newId() {
    UUID uuid = UUID.randomUUID();
    return HexFormat.of().toHexDigits(uuid.getMostSignificantBits())
        + HexFormat.of().toHexDigits((int) uuid.getLeastSignificantBits());
  }

  static void require(Pass pass, Verb verb) {
    if (!Set.of(verb).contains(pass.verb())) {
      throw new IllegalArgumentException("the pass is for something else");
    }
    if (!pass.reach().isEverything()) {
      throw new IllegalArgumentException("the pass is for a part of the archive");
    }
  }

  /** Of these the rows that are not ended. */
  static List<OrderRows.Row> waiting(List<OrderRows.Row> rows) {
    return rows.stream().filter(r -> !r.status().ended()).toList();
  }
}
