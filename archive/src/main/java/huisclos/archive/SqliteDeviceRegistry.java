package huisclos.archive;

import huisclos.gate.Device;
import huisclos.gate.DeviceCertificate;
import huisclos.gate.DeviceRegistry;
import huisclos.gate.Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The devices of a site in its index database. Every write is synced when it returns.
 *
 * <p>Reads are answered from a copy in memory that is renewed after each own change, and otherwise
 * once it is {@value #FRESH_NANOS} ns old: several nodes may share one index. Thread-safe; a
 * failing database is an {@link UncheckedIOException}.
 */
public final class SqliteDeviceRegistry implements DeviceRegistry, AutoCloseable {
  private static final long FRESH_NANOS = 500_000_000L;

  /** AE titles hold no backslash (PS3.5 §6.2), words of verbs no other than letters and hyphens. */
  private static final String SEPARATOR = "\\";

  private final Session session;
  private @Nullable Snapshot snapshot;

  private record Snapshot(
      Map<String, Device> devices, Map<String, DeviceCertificate> certificates, long readAt) {}

  private interface Changing {
    Change run() throws SQLException;
  }

  private SqliteDeviceRegistry(Session session) {
    this.session = session;
  }

  /** Opens the registry of a home, creating or migrating its index where needed. */
  public static SqliteDeviceRegistry open(Path home) throws IOException {
    return new SqliteDeviceRegistry(IndexDatabase.openForAdministration(home));
  }

  @Override
  public Optional<Device> device(String aet) {
    return Optional.ofNullable(snapshot().devices.get(aet));
  }

  @Override
  public Optional<DeviceCertificate> certificate(String fingerprint) {
    return Optional.ofNullable(snapshot().certificates.get(fingerprint));
  }

  @Override
  public List<Device> devices() {
    return snapshot().devices.values().stream().sorted(Comparator.comparing(Device::aet)).toList();
  }

  @Override
  public List<DeviceCertificate> certificates() {
    return snapshot().certificates.values().stream()
        .sorted(
            Comparator.comparing(DeviceCertificate::aet)
                .thenComparing(DeviceCertificate::notBefore)
                .thenComparing(DeviceCertificate::fingerprint))
        .toList();
  }

  @Override
  public Change add(Device device, DeviceCertificate certificate) {
    return change(() -> {
      if (session.number(Sql.COUNT_DEVICE, device.aet()) > 0) {
        return Change.TITLE_KNOWN;
      }
      if (known(certificate)) {
        return Change.KEY_KNOWN;
      }
      put(device);
      put(certificate);
      return Change.DONE;
    });
  }

  @Override
  public Change replace(Device device, DeviceCertificate certificate, Instant at) {
    return change(() -> {
      if (known(certificate)) {
        return Change.KEY_KNOWN;
      }
      if (session.number(Sql.COUNT_DEVICE, device.aet()) == 0) {
        put(device);
      } else {
        session.update(
            Sql.UPDATE_DEVICE,
            verbs(device),
            moveTo(device),
            device.added().toString(),
            device.aet());
      }
      session.update(Sql.REVOKE_DEVICE, at.toString(), device.aet());
      put(certificate);
      return Change.DONE;
    });
  }

  @Override
  public Change renew(DeviceCertificate certificate, Instant oldUntil) {
    return change(() -> {
      if (session.number(Sql.COUNT_DEVICE, certificate.aet()) == 0) {
        return Change.UNKNOWN;
      }
      if (known(certificate)) {
        return Change.KEY_KNOWN;
      }
      for (DeviceCertificate old : readCertificates().values()) {
        if (old.aet().equals(certificate.aet())) {
          session.update(
              Sql.END_CERTIFICATE,
              old.endingBy(oldUntil).acceptedUntil().toString(),
              old.fingerprint());
        }
      }
      put(certificate);
      return Change.DONE;
    });
  }

  @Override
  public Change revokeSerial(String serial, Instant at) {
    return change(() -> {
      if (session.number(Sql.COUNT_SERIAL, serial) == 0) {
        return Change.UNKNOWN;
      }
      session.update(Sql.REVOKE_SERIAL, at.toString(), serial);
      return Change.DONE;
    });
  }

  @Override
  public Change revokeDevice(String aet, Instant at) {
    return change(() -> {
      if (session.number(Sql.COUNT_DEVICE, aet) == 0) {
        return Change.UNKNOWN;
      }
      session.update(Sql.REVOKE_DEVICE, at.toString(), aet);
      return Change.DONE;
    });
  }

  private boolean known(DeviceCertificate certificate) throws SQLException {
    return session.number(
            Sql.COUNT_CERTIFICATE, certificate.fingerprint(), certificate.keyFingerprint())
        > 0;
  }

  private void put(Device device) throws SQLException {
    session.update(
        Sql.INSERT_DEVICE, device.aet(), verbs(device), moveTo(device), device.added().toString());
  }

  private void put(DeviceCertificate certificate) throws SQLException {
    session.update(
        Sql.INSERT_CERTIFICATE,
        certificate.fingerprint(),
        certificate.keyFingerprint(),
        certificate.aet(),
        certificate.serial(),
        certificate.origin().name(),
        certificate.notBefore().toString(),
        certificate.notAfter().toString(),
        certificate.acceptedUntil().toString(),
        certificate.revokedAt().map(Instant::toString).orElse(null));
  }

  private static String verbs(Device device) {
    return device.verbs().stream().map(Verb::name).sorted().collect(Collectors.joining(SEPARATOR));
  }

  private static String moveTo(Device device) {
    return String.join(SEPARATOR, new TreeSet<>(device.moveTo()));
  }

  private static List<String> split(String joined) {
    return joined.isEmpty() ? List.of() : Arrays.asList(joined.split("\\\\", -1));
  }

  private synchronized Change change(Changing changing) {
    snapshot = null;
    try {
      return session.transaction(_ -> changing.run());
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private synchronized Snapshot snapshot() {
    Snapshot current = snapshot;
    long now = System.nanoTime();
    if (current == null || now - current.readAt > FRESH_NANOS) {
      try {
        current = new Snapshot(readDevices(), readCertificates(), now);
        snapshot = current;
      } catch (SQLException e) {
        throw failed(e);
      }
    }
    return current;
  }

  private Map<String, Device> readDevices() throws SQLException {
    Map<String, Device> devices = new LinkedHashMap<>();
    session.each(
        Sql.SELECT_DEVICES,
        row -> {
          Device device =
              new Device(
                  row.getString(1),
                  split(row.getString(2)).stream().map(Verb::valueOf).collect(Collectors.toSet()),
                  Set.copyOf(split(row.getString(3))),
                  Instant.parse(row.getString(4)));
          devices.put(device.aet(), device);
          return true;
        });
    return devices;
  }

  private Map<String, DeviceCertificate> readCertificates() throws SQLException {
    Map<String, DeviceCertificate> certificates = new LinkedHashMap<>();
    List<DeviceCertificate> rows = new ArrayList<>();
    session.each(Sql.SELECT_CERTIFICATES, row -> rows.add(certificate(row)));
    rows.forEach(c -> certificates.put(c.fingerprint(), c));
    return certificates;
  }

  private static DeviceCertificate certificate(ResultSet row) throws SQLException {
    return new DeviceCertificate(
        row.getString(3),
        row.getString(1),
        row.getString(2),
        row.getString(4),
        DeviceCertificate.Origin.valueOf(row.getString(5)),
        Instant.parse(row.getString(6)),
        Instant.parse(row.getString(7)),
        Instant.parse(row.getString(8)),
        Optional.ofNullable(row.getString(9)).map(Instant::parse));
  }

  private static UncheckedIOException failed(SQLException e) {
    return new UncheckedIOException(
        new ArchiveException("the register of devices can't be reached", e));
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      session.close();
    } catch (SQLException e) {
      throw new ArchiveException("the register of devices can't be closed", e);
    }
  }
}
