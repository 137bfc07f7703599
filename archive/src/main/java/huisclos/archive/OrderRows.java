package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Worklist entries as rows: sealed, with their tokens. Within the caller's transaction. */
final class OrderRows {
  private static final String TABLE = "worklist_entry";

  private final SealedAttributes sealed;
  private final Tokens tokens;
  private final Optional<String> defaultIssuer;

  OrderRows(SealedAttributes sealed, Tokens tokens, Optional<String> defaultIssuer) {
    this.sealed = sealed;
    this.tokens = tokens;
    this.defaultIssuer = defaultIssuer;
  }

  /** A row as it was read, its attributes still sealed. */
  record Row(
      long id,
      String entry,
      OrderStatus status,
      String source,
      long changed,
      String studyUid,
      SealedColumn attributes) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getLong(1),
          row.getString(2),
          OrderStatus.of(row.getString(3)).orElseThrow(),
          row.getString(4),
          row.getLong(5),
          row.getString(6),
          new SealedColumn(row.getBytes(7)));
    }
  }

  /** The attributes of a row, with its status in the step. */
  DataSet open(Row row) throws ArchiveException {
    DataSet set = sealed.open(row.attributes.bytes(), TABLE, row.entry);
    OrderForm.step(set).putString(Tag.SCHEDULED_PROCEDURE_STEP_STATUS, row.status.name());
    return set;
  }

  WorklistEntry entry(Row row) throws ArchiveException {
    return new WorklistEntry(
        row.entry, row.status, row.source, Instant.ofEpochMilli(row.changed), open(row));
  }

  static List<Row> all(Session session, String sql, @Nullable Object... arguments)
      throws SQLException {
    List<Row> rows = new ArrayList<>();
    session.each(sql, row -> rows.add(Row.of(row)), arguments);
    return rows;
  }

  /** The rows of an order, by the first of its numbers that is known. */
  List<Row> ofOrder(Session session, OrderNumbers numbers) throws SQLException {
    List<Row> rows = byNumber(session, OrderSql.BY_PLACER, "order-placer", numbers.placer());
    if (rows.isEmpty()) {
      rows = byNumber(session, OrderSql.BY_FILLER, "order-filler", numbers.filler());
    }
    if (rows.isEmpty()) {
      rows = byNumber(session, OrderSql.BY_ACCESSION, "order-accession", numbers.accession());
    }
    return rows;
  }

  private List<Row> byNumber(Session session, String sql, String kind, String number)
      throws SQLException {
    return number.isEmpty() ? List.of() : all(session, sql, key(kind, number));
  }

  /** The rows of a patient. */
  List<Row> ofPatient(Session session, String issuer, String patientId) throws SQLException {
    return all(session, OrderSql.BY_PATIENT, patientKey(issuer, patientId));
  }

  /** The site's own issuer, or empty. */
  String defaultIssuer() {
    return defaultIssuer.orElse("");
  }

  byte[] sealProposal(DataSet details, byte[] pair) throws IOException {
    return sealed.seal(OrderForm.encode(details), "merge_proposal", HexFormat.of().formatHex(pair));
  }

  DataSet openProposal(byte[] details, byte[] pair) throws ArchiveException {
    return sealed.open(details, "merge_proposal", HexFormat.of().formatHex(pair));
  }

  byte[] patientKey(String issuer, String patientId) {
    return tokens.identity(issuer, patientId.strip());
  }

  byte[] key(String kind, String value) {
    return tokens.exact(kind, value);
  }

  private byte @Nullable [] keyOrNull(String kind, String number) {
    return number.isEmpty() ? null : key(kind, number);
  }

  /** Writes an entry, a new one or over the old of the same id. */
  void write(Session session, WorklistEntry entry, OrderForm form, boolean isNew)
      throws SQLException {
    OrderNumbers numbers = OrderNumbers.of(form.attributes());
    session.update(
        isNew ? OrderSql.INSERT_ENTRY : OrderSql.UPDATE_ENTRY,
        keyOrNull("order-placer", numbers.placer()),
        keyOrNull("order-filler", numbers.filler()),
        keyOrNull("order-accession", numbers.accession()),
        key("order-step", OrderForm.stepId(form.attributes())),
        patientKey(
            OrderForm.issuer(form.attributes(), defaultIssuer),
            form.attributes().string(Tag.PATIENT_ID, "")),
        form.studyUid(),
        form.date(),
        form.time(),
        form.modality(),
        entry.status().name(),
        entry.source(),
        entry.changed().toEpochMilli(),
        seal(form.attributes(), entry.id()),
        entry.id());
    long id = session.number(OrderSql.ENTRY_ID, entry.id());
    session.update(OrderSql.DELETE_STATIONS, id);
    for (String station : form.stations()) {
      session.update(OrderSql.INSERT_STATION, station, id);
    }
    writeTokens(session, id, form.attributes());
  }

  void writeTokens(Session session, long id, DataSet attributes) throws SQLException {
    session.update(OrderSql.DELETE_TOKENS, id);
    List<Long> found = new ArrayList<>(tokens.ofPatient(attributes));
    tokens.ofStudy(attributes).stream().filter(t -> !found.contains(t)).forEach(found::add);
    for (long token : found) {
      session.update(OrderSql.INSERT_TOKEN, token, id);
    }
  }

  private byte[] seal(DataSet attributes, String entry) {
    try {
      return sealed.seal(OrderForm.encode(attributes), TABLE, entry);
    } catch (IOException e) {
      throw new UncheckedIOException("memory doesn't fail to be written", e);
    }
  }
}
