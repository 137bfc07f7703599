package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.TransferSyntax;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Storage commitment reports that wait to be delivered on an association of our own (PS3.4 §J.3.3).
 * Thread-safe.
 */
public final class ReportQueue {
  /** For how long a report is tried. */
  public static final Duration EXPIRES_AFTER = Duration.ofDays(7);

  /** Reports that may wait in all. */
  public static final int MAX_WAITING = 100_000;

  private final IndexDatabase index;
  private final SealedAttributes sealed;
  private final Clock clock;

  ReportQueue(IndexDatabase index, SealedAttributes sealed, Clock clock) {
    this.index = index;
    this.sealed = sealed;
    this.clock = clock;
  }

  /**
   * A report that waits.
   *
   * @param id names it in its queue
   * @param device the title of the device that asked, and of the peer that is to be told
   * @param transactionUid of the request
   * @param eventType 1 where all is committed, 2 where something isn't (PS3.4 §J.3.3.1)
   * @param information Event Information
   * @param attempts how often it was tried
   * @param expires when it is given up
   */
  public record Waiting(
      long id,
      String device,
      String transactionUid,
      int eventType,
      DataSet information,
      int attempts,
      Instant expires) {}

  /**
   * How many reports a device hasn't got.
   *
   * @param waiting still to be delivered
   * @param failed given up
   * @param lastReason why the last attempt failed
   */
  public record Count(String device, long waiting, long failed, String lastReason) {}

  /**
   * Queues a report; durable when it returns.
   *
   * @return false if too many wait already
   */
  public boolean add(String device, String transactionUid, int eventType, DataSet information)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataSetWriter.write(information, bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    byte[] encoded = sealed.seal(bytes.toByteArray(), "report", transactionUid);
    long now = clock.millis();
    return index.administer(session -> {
      if (session.number(PeerSql.COUNT_REPORTS_WAITING) >= MAX_WAITING) {
        return false;
      }
      session.update(
          PeerSql.INSERT_REPORT,
          device,
          transactionUid,
          eventType,
          encoded,
          now,
          now,
          now + EXPIRES_AFTER.toMillis());
      return true;
    });
  }

  /** Reports that are due, oldest first. */
  public List<Waiting> due(int limit) throws IOException {
    record Row(
        long id,
        String device,
        String transaction,
        int type,
        SealedColumn report,
        int attempts,
        long expires) {
      static Row read(ResultSet row) throws SQLException {
        return new Row(
            row.getLong(1),
            row.getString(2),
            row.getString(3),
            row.getInt(4),
            new SealedColumn(row.getBytes(5)),
            row.getInt(6),
            row.getLong(7));
      }
    }
    List<Row> rows =
        index.read(session -> {
          List<Row> list = new ArrayList<>();
          session.each(PeerSql.REPORTS_DUE, r -> list.add(Row.read(r)), clock.millis(), limit);
          return list;
        });
    List<Waiting> waiting = new ArrayList<>();
    for (Row row : rows) {
      waiting.add(
          new Waiting(
              row.id,
              row.device,
              row.transaction,
              row.type,
              sealed.open(row.report.bytes(), "report", row.transaction),
              row.attempts,
              Instant.ofEpochMilli(row.expires)));
    }
    return waiting;
  }

  /** It was delivered, and is forgotten. */
  public void delivered(Waiting report) throws IOException {
    var _ = index.administer(session -> session.update(PeerSql.DELETE_REPORT, report.id()));
  }

  /** It wasn't; it is due again then. */
  public void postpone(Waiting report, Instant due, String reason) throws IOException {
    var _ =
        index.administer(session ->
            session.update(PeerSql.POSTPONE_REPORT, due.toEpochMilli(), reason, report.id()));
  }

  /** It is given up. */
  public void failed(Waiting report, String reason) throws IOException {
    var _ = index.administer(session -> session.update(PeerSql.FAIL_REPORT, reason, report.id()));
  }

  /** The devices that haven't got all their reports, by title. */
  public List<Count> counts() throws IOException {
    return index.read(session -> {
      List<Count> counts = new ArrayList<>();
      session.each(
          PeerSql.COUNT_REPORTS,
          row ->
              counts.add(
                  new Count(row.getString(1), row.getLong(2), row.getLong(3), row.getString(4))));
      return counts;
    });
  }
}
