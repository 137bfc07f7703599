package huisclos.archive;

import huisclos.gate.Destination;
import huisclos.gate.DestinationRegistry;
import huisclos.gate.PeerIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The peers of a site in its index database. Every write is synced when it returns.
 *
 * <p>Reads are answered from a copy in memory, as those of {@link SqliteDeviceRegistry} are.
 * Thread-safe; a failing database is an {@link UncheckedIOException}.
 */
public final class SqliteDestinationRegistry implements DestinationRegistry, AutoCloseable {
  private static final long FRESH_NANOS = 500_000_000L;

  private final Session session;
  private @Nullable Snapshot snapshot;

  private record Snapshot(Map<String, Destination> destinations, long readAt) {}

  private SqliteDestinationRegistry(Session session) {
    this.session = session;
  }

  /** Opens the registry of a home, creating or migrating its index where needed. */
  public static SqliteDestinationRegistry open(Path home) throws IOException {
    return new SqliteDestinationRegistry(IndexDatabase.openForAdministration(home));
  }

  @Override
  public Optional<Destination> destination(String aet) {
    return Optional.ofNullable(snapshot().destinations.get(aet));
  }

  @Override
  public List<Destination> destinations() {
    return List.copyOf(snapshot().destinations.values());
  }

  @Override
  public boolean add(Destination destination) {
    return change(s -> {
      if (s.number(PeerSql.COUNT_PEER, destination.aet()) > 0) {
        return false;
      }
      insert(s, destination);
      return true;
    });
  }

  @Override
  public void replace(Destination destination) {
    var _ =
        change(s -> {
          s.update(PeerSql.DELETE_PEER, destination.aet());
          insert(s, destination);
          return true;
        });
  }

  @Override
  public boolean remove(String aet) {
    return change(s -> s.update(PeerSql.DELETE_PEER, aet) > 0);
  }

  private static void insert(Session session, Destination d) throws SQLException {
    session.update(
        PeerSql.INSERT_PEER,
        d.aet(),
        d.host(),
        d.port(),
        d.calledAet(),
        d.trust().map(SqliteDestinationRegistry::der).orElse(null),
        d.identity().map(PeerIdentity::aet).orElse(null),
        d.identity().map(i -> der(i.certificate())).orElse(null),
        d.identity().map(PeerIdentity::sealedKey).orElse(null),
        d.added().toString());
  }

  private synchronized boolean change(Session.Work<Boolean> work) {
    snapshot = null;
    try {
      return session.transaction(work);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private synchronized Snapshot snapshot() {
    Snapshot current = snapshot;
    long now = System.nanoTime();
    if (current == null || now - current.readAt > FRESH_NANOS) {
      try {
        List<Destination> rows = new ArrayList<>();
        session.each(PeerSql.SELECT_PEERS, row -> rows.add(destination(row)));
        Map<String, Destination> byTitle = new TreeMap<>();
        rows.forEach(d -> byTitle.put(d.aet(), d));
        current = new Snapshot(byTitle, now);
        snapshot = current;
      } catch (SQLException e) {
        throw failed(e);
      }
    }
    return current;
  }

  private static Destination destination(ResultSet row) throws SQLException {
    Optional<String> identity = Optional.ofNullable(row.getString(6));
    return new Destination(
        row.getString(1),
        row.getString(2),
        row.getInt(3),
        row.getString(4),
        certificate(row.getBytes(5)),
        identity.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new PeerIdentity(
                    identity.get(), certificate(row.getBytes(7)).orElseThrow(), row.getString(8))),
        Instant.parse(row.getString(9)));
  }

  private static Optional<X509Certificate> certificate(byte @Nullable [] der) throws SQLException {
    if (der == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der)));
    } catch (CertificateException e) {
      throw new SQLException("a peer's certificate is damaged", e);
    }
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateException e) {
      throw new IllegalStateException("a certificate has no encoding", e);
    }
  }

  private static UncheckedIOException failed(SQLException e) {
    return new UncheckedIOException(
        new ArchiveException("the register of peers can't be reached", e));
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      session.close();
    } catch (SQLException e) {
      throw new ArchiveException("the register of peers can't be closed", e);
    }
  }
}
