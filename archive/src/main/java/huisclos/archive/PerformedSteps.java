package huisclos.archive;

import huisclos.archive.PerformedStepOutcome.Done;
import huisclos.archive.PerformedStepOutcome.Reason;
import huisclos.archive.PerformedStepOutcome.Refused;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.gate.Disclosure;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.gate.Verb;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What modalities report that they do and did (MPPS, PS3.4 Annex F), joined to the orders that it
 * was done for. A step belongs to the device that reported it. They lie in the index database
 * alone, as {@link Orders} do. Thread-safe.
 */
public final class PerformedSteps {
  private static final String TABLE = "performed_step";

  private final IndexDatabase index;
  private final Gate gate;
  private final Clock clock;
  private final SealedAttributes sealed;
  private final OrderRows orders;
  private final OrderRecords records;
  private final Object changing;

  PerformedSteps(
      IndexDatabase index,
      Gate gate,
      Clock clock,
      SealedAttributes sealed,
      OrderRows rows,
      OrderRecords records,
      Orders orders) {
    this.index = index;
    this.gate = gate;
    this.clock = clock;
    this.sealed = sealed;
    this.orders = rows;
    this.records = records;
    this.changing = orders.changing();
  }

  private record Row(
      long id,
      String uid,
      PerformedStepStatus status,
      String creator,
      String station,
      String modality,
      long changed,
      SealedColumn attributes) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getLong(1),
          row.getString(2),
          PerformedStepStatus.valueOf(row.getString(3)),
          row.getString(4),
          row.getString(5),
          row.getString(6),
          row.getLong(8),
          new SealedColumn(row.getBytes(9)));
    }
  }

  /** A step begins (N-CREATE, PS3.4 §F.7.2.1). */
  public PerformedStepOutcome create(Pass pass, String uid, DataSet attributes) throws IOException {
    Orders.require(pass, Verb.MPPS);
    if (!Uid.isValid(uid)) {
      return new Refused(Reason.INVALID_VALUE, List.of());
    }
    Optional<Refused> wrong = PerformedStepForm.atCreation(attributes);
    byte[] encoded = OrderForm.encode(attributes);
    if (wrong.isPresent() || encoded.length > OrderLimits.MAX_STEP_BYTES) {
      return wrong.orElseGet(() -> new Refused(Reason.TOO_LARGE, List.of()));
    }
    synchronized (changing) {
      if (row(uid).isPresent()) {
        return new Refused(Reason.DUPLICATE, List.of());
      }
      List<Link> links = links(attributes);
      recordChange(pass, uid, attributes, PerformedStepStatus.IN_PROGRESS);
      String started = attributes.string(Tag.PERFORMED_PROCEDURE_STEP_START_DATE, "");
      long now = clock.millis();
      index.administer(session -> {
        session.update(
            OrderSql.INSERT_STEP,
            uid,
            PerformedStepStatus.IN_PROGRESS.name(),
            pass.who().name(),
            attributes.string(Tag.PERFORMED_STATION_AE_TITLE, ""),
            attributes.string(Tag.MODALITY, ""),
            DateRange.day(started).orElse(0),
            now,
            sealed.seal(encoded, TABLE, uid));
        long id = session.first(OrderSql.STEP, row -> row.getLong(1), uid).orElseThrow();
        for (Link link : links) {
          session.update(OrderSql.INSERT_LINK, id, link.study, link.entry);
        }
        settle(session, id, attributes, now);
        return true;
      });
    }
    return new Done(new DataSet());
  }

  /** A step goes on or ends (N-SET, PS3.4 §F.7.2.2). */
  public PerformedStepOutcome change(Pass pass, String uid, DataSet changes) throws IOException {
    Orders.require(pass, Verb.MPPS);
    synchronized (changing) {
      Optional<Row> found = row(uid).filter(r -> mine(pass, r));
      if (found.isEmpty()) {
        return new Refused(Reason.UNKNOWN, List.of());
      }
      Row row = found.get();
      if (row.status.ended()) {
        return new Refused(Reason.ENDED, List.of());
      }
      DataSet known = open(row);
      Optional<Refused> wrong = PerformedStepForm.atChange(known, changes);
      if (wrong.isPresent()) {
        return wrong.get();
      }
      DataSet whole = OrderPatients.overlaid(known, changes);
      Optional<Refused> lack = PerformedStepForm.whole(whole);
      byte[] encoded = OrderForm.encode(whole);
      if (lack.isPresent() || encoded.length > OrderLimits.MAX_STEP_BYTES) {
        return lack.orElseGet(() -> new Refused(Reason.TOO_LARGE, List.of()));
      }
      PerformedStepStatus status = PerformedStepForm.status(whole);
      recordChange(pass, uid, whole, status);
      long now = clock.millis();
      index.administer(session -> {
        session.update(
            OrderSql.UPDATE_STEP, status.name(), now, sealed.seal(encoded, TABLE, uid), row.id);
        settle(session, row.id, whole, now);
        return true;
      });
    }
    return new Done(new DataSet());
  }

  /**
   * A step as it stands (N-GET, PS3.4 §F.8): the attributes of these tags, or all. For the device
   * that reported it, and for who may see every station's worklist.
   */
  public PerformedStepOutcome get(Pass pass, String uid, List<Integer> tags) throws IOException {
    Orders.require(pass, Verb.MPPS);
    Optional<Row> found =
        row(uid).filter(r -> mine(pass, r) || gate.holds(pass.who(), Verb.WORKLIST_ALL));
    if (found.isEmpty()) {
      return new Refused(Reason.UNKNOWN, List.of());
    }
    DataSet known = open(found.get());
    List<Integer> wanted = new ArrayList<>(tags);
    wanted.add(Tag.SPECIFIC_CHARACTER_SET);
    DataSet answer = tags.isEmpty() ? known : known.copyOf(wanted);
    pass.disclose(about(uid, known));
    return new Done(answer);
  }

  /** What was performed and what came of it, the latest first. */
  public List<PerformedStepEntry> list(Pass pass) throws IOException {
    Orders.require(pass, Verb.WORKLIST);
    if (!(pass.request() instanceof Request.Worklist(boolean anyStation)) || !anyStation) {
      throw new IllegalArgumentException("the pass is for one station");
    }
    List<Row> rows = new ArrayList<>();
    List<PerformedStepEntry> entries = new ArrayList<>();
    index.read(session -> {
      session.each(OrderSql.STEPS, row -> rows.add(Row.of(row)), OrderLimits.MAX_LISTED);
      return true;
    });
    for (Row row : rows) {
      DataSet attributes = open(row);
      entries.add(index.read(session -> entry(session, row, attributes)));
    }
    pass.disclose(records.about(entries.stream().map(PerformedStepEntry::attributes).toList()));
    return entries;
  }

  /** How many ended steps name instances that never came. */
  public long incomplete() throws IOException {
    return index.read(s -> s.number(OrderSql.COUNT_INCOMPLETE));
  }

  private PerformedStepEntry entry(Session session, Row row, DataSet attributes)
      throws SQLException {
    Set<String> linked = new LinkedHashSet<>();
    session.each(
        OrderSql.LINKS,
        link -> {
          Optional.ofNullable(link.getString(3)).ifPresent(linked::add);
          return true;
        },
        row.id);
    List<String> missing = new ArrayList<>();
    session.each(
        OrderSql.MISSING,
        uid -> missing.add(uid.getString(1)),
        row.id,
        OrderLimits.MAX_MISSING_LISTED);
    return new PerformedStepEntry(
        row.uid,
        row.status,
        row.creator,
        row.station,
        row.modality,
        Instant.ofEpochMilli(row.changed),
        List.copyOf(linked),
        session.number(OrderSql.COUNT_INSTANCES, row.id),
        session.number(OrderSql.COUNT_ARRIVED, row.id),
        missing,
        attributes);
  }

  private Optional<Row> row(String uid) throws IOException {
    return index.read(s -> s.first(OrderSql.STEP, Row::of, uid));
  }

  private static boolean mine(Pass pass, Row row) {
    return pass.who().isOperator() || row.creator.equals(pass.who().name());
  }

  private DataSet open(Row row) throws ArchiveException {
    return sealed.open(row.attributes.bytes(), TABLE, row.uid);
  }

  private void recordChange(Pass pass, String uid, DataSet set, PerformedStepStatus status)
      throws IOException {
    gate.record(
        List.of(pass.record(Outcome.DONE, about(uid, set).with(Fact.STATUS, status.value()))));
  }

  private Disclosure about(String uid, DataSet set) throws IOException {
    return records.about(List.of(set)).with(Fact.SOP_INSTANCE, uid);
  }

  private record Link(String study, long entry) {}

  /** The entries that were performed: by study UID and step id, else the study's only entry. */
  private List<Link> links(DataSet attributes) throws IOException {
    Set<Link> links = new LinkedHashSet<>();
    for (DataSet item : attributes.items(Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE)) {
      String study = item.string(Tag.STUDY_INSTANCE_UID, "");
      String step = item.string(Tag.SCHEDULED_PROCEDURE_STEP_ID, "");
      List<OrderRows.Row> found = index.read(s -> OrderRows.all(s, OrderSql.BY_STUDY, study));
      if (found.isEmpty()) {
        String accession = item.string(Tag.ACCESSION_NUMBER, "");
        found = index.read(s -> orders.ofOrder(s, new OrderNumbers("", "", accession)));
      }
      List<OrderRows.Row> same = new ArrayList<>();
      for (OrderRows.Row row : found) {
        boolean only = step.isEmpty() && found.size() == 1;
        if (only || (!step.isEmpty() && OrderForm.stepId(orders.open(row)).equals(step))) {
          same.add(row);
        }
      }
      same.forEach(row -> links.add(new Link(study, row.id())));
    }
    return List.copyOf(links);
  }

  /** Writes which instances are named, and moves the entries on with their steps. */
  private static void settle(Session session, long id, DataSet attributes, long now)
      throws SQLException {
    session.update(OrderSql.DELETE_INSTANCES, id);
    for (var instance : PerformedStepForm.instances(attributes).entrySet()) {
      session.update(OrderSql.INSERT_INSTANCE, id, instance.getKey(), instance.getValue());
    }
    List<Long> entries = new ArrayList<>();
    session.each(OrderSql.LINKS, row -> entries.add(row.getLong(2)), id);
    for (long entry : entries) {
      Set<PerformedStepStatus> states = new HashSet<>();
      List<String> names = new ArrayList<>();
      session.each(OrderSql.STATES_OF_ENTRY, row -> names.add(row.getString(1)), entry);
      names.forEach(name -> states.add(PerformedStepStatus.valueOf(name)));
      session.update(OrderSql.UPDATE_STATUS, together(states).name(), now, entry);
    }
  }

  /** An entry is started while a step of it runs, and done if any was completed. */
  private static OrderStatus together(Set<PerformedStepStatus> states) {
    if (states.contains(PerformedStepStatus.IN_PROGRESS)) {
      return OrderStatus.STARTED;
    }
    return states.contains(PerformedStepStatus.COMPLETED)
        ? OrderStatus.COMPLETED
        : OrderStatus.DISCONTINUED;
  }
}
