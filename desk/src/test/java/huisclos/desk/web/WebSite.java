package huisclos.desk.web;

import huisclos.archive.Archive;
import huisclos.archive.ArchiveConfig;
import huisclos.archive.SqliteAlertRegistry;
import huisclos.archive.SqliteBrakeRegistry;
import huisclos.archive.SqliteDestinationRegistry;
import huisclos.archive.SqliteDeviceRegistry;
import huisclos.archive.SqliteRecordStore;
import huisclos.archive.SqliteUserRegistry;
import huisclos.archive.StoreHeader;
import huisclos.archive.StoreOutcome;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.SpecificCharacterSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.dicom.Vr;
import huisclos.gate.Admission;
import huisclos.gate.Decision;
import huisclos.gate.DeviceAdmin;
import huisclos.gate.Gate;
import huisclos.gate.Identity;
import huisclos.gate.IssuedIdentity;
import huisclos.gate.KeyProtector;
import huisclos.gate.KeySource;
import huisclos.gate.Pass;
import huisclos.gate.Registries;
import huisclos.gate.Request;
import huisclos.gate.TokenIssuer;
import huisclos.gate.Verb;
import huisclos.trail.Sealer;
import huisclos.trail.Trail;
import huisclos.trail.TrailEntry;
import huisclos.trail.TrailReader;
import huisclos.trail.TrailRecord;
import huisclos.vault.SiteKey;
import huisclos.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A home with a real vault, trail, gate and archive; what tests of the web door stand on. */
public final class WebSite implements AutoCloseable {
  public final Path home;
  public final Vault vault;
  public final Trail trail;
  public final Gate gate;
  public final Archive archive;

  /** Somebody who may do everything. */
  public final Identity operator;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  public WebSite(Path home) throws IOException {
    this(home, Clock.systemUTC());
  }

  /** A site by a clock of its own. */
  public WebSite(Path home, Clock clock) throws IOException {
    this(home, clock, Optional.empty());
  }

  /** One that believes an issuer's tokens. */
  public WebSite(Path home, Clock clock, Optional<TokenIssuer> issuer) throws IOException {
    this.home = Files.createDirectories(home);
    vault = keep(Vault.open(home, SiteKey.generate()));
    trail = keep(Trail.open(home.resolve("trail"), new Plain(), clock));
    SqliteDeviceRegistry devices = keep(SqliteDeviceRegistry.open(home));
    SqliteDestinationRegistry peers = keep(SqliteDestinationRegistry.open(home));
    SqliteBrakeRegistry brakes = keep(SqliteBrakeRegistry.open(home));
    SqliteAlertRegistry alerts = keep(SqliteAlertRegistry.open(home));
    SqliteRecordStore records = keep(SqliteRecordStore.open(home));
    SqliteUserRegistry people = keep(SqliteUserRegistry.open(home));
    gate =
        keep(
            Gate.open(
                new Gate.Settings("HUISCLOS", List.of()),
                home.resolve("keys"),
                new Plain(),
                new Registries(devices, peers, brakes, alerts, records),
                trail,
                clock));
    gate.acceptUsers(people, new Plain(), issuer);
    archive =
        keep(Archive.open(new ArchiveConfig(home, Optional.empty(), Set.of()), vault, gate, clock));
    operator = gate.operator("tester");
  }

  private <T extends AutoCloseable> T keep(T room) {
    open.push(room);
    return room;
  }

  /** Seals nothing: how keys and records are sealed is not this room's matter. */
  private record Plain() implements KeyProtector, Sealer {
    @Override
    public byte[] seal(byte[] plain, byte[] context) {
      return plain.clone();
    }

    @Override
    public byte[] open(byte[] sealed, byte[] context) {
      return sealed.clone();
    }
  }

  /** A pass of the operator's. */
  public Pass pass(Request request) {
    return pass(operator, request);
  }

  public Pass pass(Identity who, Request request) {
    return switch (gate.decide(who, request)) {
      case Decision.Granted(Pass pass) -> pass;
      case Decision.Denied denied -> throw new AssertionError("denied: " + denied.reason());
    };
  }

  /** A new device with these grants. */
  public IssuedIdentity device(String aet, Verb... verbs) throws IOException {
    DeviceAdmin.Result result =
        gate.devices()
            .add(
                new DeviceAdmin.Order(
                    aet, Set.of(verbs), Set.of(), new KeySource.Generated(), false),
                "tester");
    if (result instanceof DeviceAdmin.Result.Issued(IssuedIdentity issued)) {
      return issued;
    }
    throw new AssertionError("not issued: " + result);
  }

  /** The same, let in. */
  public Identity admitted(String aet, Verb... verbs) throws IOException {
    return switch (gate.admitService(device(aet, verbs).certificate(), Verb.ECHO, "192.0.2.7")) {
      case Admission.Admitted(Identity identity) -> identity;
      case Admission.Refused refused -> throw new AssertionError(refused.reason());
    };
  }

  public StoreOutcome store(DataSet set) throws IOException {
    return store(set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  public StoreOutcome store(DataSet set, TransferSyntax syntax) throws IOException {
    return store(
        new StoreHeader(
            set.string(Tag.SOP_CLASS_UID, ""), set.string(Tag.SOP_INSTANCE_UID, ""), syntax.uid()),
        bytes(set, syntax));
  }

  /** Stores a data set's bytes, such as those of a real file. */
  public StoreOutcome store(StoreHeader header, byte[] dataSet) throws IOException {
    return archive.store(pass(new Request.Store()), header, new ByteArrayInputStream(dataSet));
  }

  public static byte[] bytes(DataSet set, TransferSyntax syntax) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataSetWriter.write(set, out, syntax);
    return out.toByteArray();
  }

  public static String study(int patient, int study) {
    return "1.2.826.0.1.3680043.10.1." + patient + "." + study;
  }

  public static String series(int patient, int study, int series) {
    return study(patient, study) + "." + series;
  }

  public static String instance(int patient, int study, int series, int instance) {
    return series(patient, study, series) + "." + instance;
  }

  /** A made-up CT image of 16 × 16 in UTF-8; every UID and name hangs on the numbers given. */
  public static DataSet ct(int patient, int study, int series, int instance) {
    DataSet set = new DataSet();
    set.putString(
        Tag.SPECIFIC_CHARACTER_SET, SpecificCharacterSet.UTF_8.terms().toArray(String[]::new));
    set.putString(Tag.SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE);
    set.putString(Tag.SOP_INSTANCE_UID, instance(patient, study, series, instance));
    set.putString(Tag.STUDY_INSTANCE_UID, study(patient, study));
    set.putString(Tag.SERIES_INSTANCE_UID, series(patient, study, series));
    set.putString(Tag.STUDY_DATE, "%d0315".formatted(2000 + study % 20));
    set.putString(Tag.STUDY_TIME, "%02d3015".formatted(patient % 24));
    set.putString(Tag.ACCESSION_NUMBER, "ACC%05d-%d".formatted(patient, study));
    set.putString(Tag.STUDY_ID, Integer.toString(study));
    set.putString(Tag.MODALITY, "CT");
    set.putString(Tag.STUDY_DESCRIPTION, "Study %d".formatted(study));
    set.putString(Tag.REFERRING_PHYSICIAN_NAME, "Referrer%d^Rita".formatted(patient % 5));
    set.putString(Tag.PATIENT_NAME, "Patient%05d^Péter".formatted(patient));
    set.putString(Tag.PATIENT_ID, "PID%06d".formatted(patient));
    set.putString(Tag.PATIENT_BIRTH_DATE, "%d0401".formatted(1930 + patient % 80));
    set.putString(Tag.PATIENT_SEX, patient % 2 == 0 ? "F" : "M");
    set.putString(Tag.SERIES_NUMBER, Integer.toString(series));
    set.putString(Tag.INSTANCE_NUMBER, Integer.toString(instance));
    set.putInt(Tag.SAMPLES_PER_PIXEL, 1);
    set.putString(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2");
    set.putInt(Tag.ROWS, 16);
    set.putInt(Tag.COLUMNS, 16);
    set.putInt(Tag.BITS_ALLOCATED, 16);
    set.putInt(Tag.BITS_STORED, 16);
    set.putInt(Tag.HIGH_BIT, 15);
    set.putInt(Tag.PIXEL_REPRESENTATION, 0);
    byte[] pixels = new byte[512];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 7 + instance);
    }
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, pixels);
    return set;
  }

  /** What is on record, oldest first. */
  public List<TrailRecord> records() throws IOException {
    try (Stream<TrailEntry> entries = TrailReader.records(home.resolve("trail"))) {
      return entries.map(TrailEntry::record).toList();
    }
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("a room did not close", e);
      }
    }
  }
}
