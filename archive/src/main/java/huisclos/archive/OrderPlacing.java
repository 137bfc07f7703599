package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps the steps of one order; under the lock of {@link Orders}. */
final class OrderPlacing {
  private final IndexDatabase index;
  private final Gate gate;
  private final OrderRows rows;
  private final OrderRecords records;
  private final Instant now;

  OrderPlacing(IndexDatabase index, Gate gate, OrderRows rows, OrderRecords records, Instant now) {
    this.index = index;
    this.gate = gate;
    this.rows = rows;
    this.records = records;
    this.now = now;
  }

  private record Write(WorklistEntry entry, OrderForm form, boolean isNew) {}

  private record Known(OrderRows.Row row, DataSet attributes) {}

  OrderOutcome place(Pass pass, List<DataSet> steps, String source) throws IOException {
    List<Known> known = known(OrderNumbers.of(steps.getFirst()));
    Set<String> taken = new HashSet<>();
    List<Write> writes = new ArrayList<>();
    for (DataSet step : steps) {
      Optional<Known> same = same(step, known, steps.size() == 1, taken);
      same.ifPresent(k -> taken.add(k.row.entry()));
      switch (OrderForm.of(step, same.map(Known::attributes).or(() -> ofOrder(step, known)))) {
        case OrderForm.Check.Bad(OrderProblem problem, int tag) -> {
          return new OrderOutcome.Invalid(problem, tag);
        }
        case OrderForm.Check.Good(OrderForm form) -> writes.add(write(form, same, source));
      }
    }
    long added = writes.stream().filter(Write::isNew).count();
    if (added > 0
        && index.read(s -> s.number(OrderSql.COUNT_ENTRIES)) + added > OrderLimits.MAX_ENTRIES) {
      return new OrderOutcome.TooMany();
    }
    List<OrderRows.Row> dropped =
        known.stream()
            .map(Known::row)
            .filter(r -> !taken.contains(r.entry()) && r.status().waiting())
            .toList();
    record(pass, writes, dropped);
    index.administer(session -> {
      for (Write write : writes) {
        rows.write(session, write.entry, write.form, write.isNew);
      }
      for (OrderRows.Row row : dropped) {
        session.update(
            OrderSql.UPDATE_STATUS, OrderStatus.CANCELLED.name(), now.toEpochMilli(), row.id());
      }
      return true;
    });
    return new OrderOutcome.Placed(writes.stream().map(w -> w.entry.id()).toList(), (int) added);
  }

  private List<Known> known(OrderNumbers numbers) throws IOException {
    List<Known> known = new ArrayList<>();
    for (OrderRows.Row row : index.read(s -> rows.ofOrder(s, numbers))) {
      known.add(new Known(row, rows.open(row)));
    }
    return known;
  }

  /** The entry that a step is: by its id, or the only one of an order of one step without ids. */
  private static Optional<Known> same(
      DataSet step, List<Known> known, boolean only, Set<String> taken) {
    String id = OrderForm.stepId(step);
    if (id.isEmpty() && only && known.size() == 1) {
      return Optional.of(known.getFirst());
    }
    return known.stream()
        .filter(k -> !taken.contains(k.row.entry()))
        .filter(k -> !id.isEmpty() && OrderForm.stepId(k.attributes).equals(id))
        .findFirst();
  }

  /** A further step of a known order belongs to its study. */
  private static Optional<DataSet> ofOrder(DataSet step, List<Known> known) {
    return OrderForm.stepId(step).isEmpty()
        ? Optional.empty()
        : known.stream().map(Known::attributes).findFirst();
  }

  private Write write(OrderForm form, Optional<Known> same, String source) {
    OrderStatus status =
        same.map(k -> k.row.status())
            .filter(s -> s != OrderStatus.CANCELLED)
            .orElse(OrderStatus.SCHEDULED);
    String id = same.map(k -> k.row.entry()).orElseGet(Orders::newId);
    return new Write(
        new WorklistEntry(id, status, source, now, form.attributes()), form, same.isEmpty());
  }

  private void record(Pass pass, List<Write> writes, List<OrderRows.Row> dropped)
      throws IOException {
    var records = new ArrayList<huisclos.trail.TrailRecord>();
    records.add(
        pass.record(
            Outcome.DONE,
            this.records
                .of(writes.stream().map(Write::entry).toList())
                .with(Fact.STATUS, OrderStatus.SCHEDULED.name())));
    if (!dropped.isEmpty()) {
      List<WorklistEntry> entries = new ArrayList<>();
      for (OrderRows.Row row : dropped) {
        entries.add(rows.entry(row));
      }
      records.add(
          pass.record(
              Outcome.DONE,
              this.records.of(entries).with(Fact.STATUS, OrderStatus.CANCELLED.name())));
    }
    gate.record(records);
  }
}
