package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.gate.Disclosure;
import huisclos.gate.Pass;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What an operator is shown of the archive's state. Thread-safe. */
final class Listings {
  private final IndexDatabase index;
  private final SealedAttributes sealed;

  Listings(IndexDatabase index, SealedAttributes sealed) {
    this.index = index;
    this.sealed = sealed;
  }

  List<ConflictEntry> conflicts(Pass pass) throws IOException {
    record Stored(ConflictEntry entry, SealedColumn details) {}
    List<Stored> rows =
        index.read(session -> {
          List<Stored> list = new ArrayList<>();
          session.each(
              Sql.SELECT_CONFLICTS,
              row ->
                  list.add(
                      new Stored(
                          new ConflictEntry(
                              row.getLong(1),
                              row.getString(2),
                              Instant.ofEpochMilli(row.getLong(3)),
                              row.getString(6),
                              row.getString(5),
                              row.getString(7),
                              new DataSet()),
                          new SealedColumn(row.getBytes(4)))));
          return list;
        });
    List<ConflictEntry> entries = new ArrayList<>();
    Set<String> studies = new LinkedHashSet<>();
    Set<String> patients = new LinkedHashSet<>();
    for (Stored row : rows) {
      ConflictEntry e = row.entry;
      DataSet came = sealed.open(row.details.bytes(), "conflict", e.sopInstance());
      entries.add(
          new ConflictEntry(
              e.id(), e.kind(), e.noted(), e.studyUid(), e.sopInstance(), e.patientRecord(), came));
      studies.add(e.studyUid());
      patients.add(e.patientRecord());
    }
    pass.disclose(Disclosure.of(List.copyOf(studies), List.copyOf(patients), entries.size()));
    return entries;
  }

  List<QuarantineEntry> quarantine() throws IOException {
    return index.read(session -> {
      List<QuarantineEntry> list = new ArrayList<>();
      session.each(
          Sql.SELECT_QUARANTINE,
          row ->
              list.add(
                  new QuarantineEntry(
                      row.getString(1),
                      row.getString(2),
                      row.getString(3),
                      row.getString(4),
                      row.getString(5),
                      row.getString(6),
                      row.getLong(7),
                      row.getString(8),
                      Instant.ofEpochMilli(row.getLong(9)))));
      return list;
    });
  }

  ArchiveStatistics statistics() throws IOException {
    return index.read(session -> {
      long[] studies =
          session
              .first(
                  Sql.COUNT_STUDIES,
                  row -> new long[] {row.getLong(1), row.getLong(2), row.getLong(3)})
              .orElseThrow();
      return new ArchiveStatistics(
          session.number(Sql.COUNT_PATIENTS),
          studies[0],
          studies[1],
          studies[2],
          session.number(Sql.COUNT_CONFLICTS),
          session.number(Sql.COUNT_QUARANTINE));
    });
  }
}
