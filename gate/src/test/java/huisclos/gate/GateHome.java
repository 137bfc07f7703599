package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.gate.internal.CertificateWriter;
import huisclos.gate.internal.Pem;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailEntry;
import huisclos.trail.TrailReader;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A gate with a real trail, a registry in memory and a clock that is moved by hand.
 *
 * <p>Its authority and server keys are copied from one of two templates, made once: RSA keys cost a
 * second each.
 */
final class GateHome implements AutoCloseable {
  static final String AET = "HUISCLOS";

  private static final TestProtector PROTECTOR = new TestProtector();
  private static final Map<String, Path> TEMPLATES = new ConcurrentHashMap<>();

  final Path home;
  final TestClock clock = new TestClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  final TestProtector protector = PROTECTOR;
  final MemoryDeviceRegistry registry = new MemoryDeviceRegistry();
  final MemoryDestinationRegistry destinations = new MemoryDestinationRegistry();
  final MemoryBrakeRegistry brakes = new MemoryBrakeRegistry();
  final MemoryAlertRegistry alerts = new MemoryAlertRegistry();
  final MemoryRecordStore records = new MemoryRecordStore();
  final Trail trail;
  Gate gate;
  private boolean trailClosed;

  GateHome(Path home) throws IOException {
    this(home, "one");
  }

  /** A home with another authority. */
  static GateHome other(Path home) throws IOException {
    return new GateHome(home, "other");
  }

  private GateHome(Path home, String template) throws IOException {
    this.home = Files.createDirectories(home);
    Path made = TEMPLATES.computeIfAbsent(template, _ -> template());
    Files.createDirectories(home.resolve("keys"));
    try (Stream<Path> files = Files.list(made)) {
      for (Path file : files.toList()) {
        Files.copy(file, home.resolve("keys").resolve(file.getFileName()));
      }
    }
    trail = Trail.open(home.resolve("trail"), protector, clock);
    gate = open();
  }

  private static Path template() {
    try {
      Path folder = Files.createTempDirectory("gate-keys");
      folder.toFile().deleteOnExit();
      Clock now = Clock.systemUTC();
      SiteCa ca = SiteCa.open(folder, PROTECTOR, now);
      try (ServerKeys keys =
          ServerKeys.open(folder, PROTECTOR, ca, ServerNames.of(List.of()), now, _ -> {})) {
        // Closed before its RSA key is made it would give that up, and each home would make one.
        assertThat(keys.chooseServerAlias("RSA", null, null)).isNotNull();
      }
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(file -> file.toFile().deleteOnExit());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Gate open() throws IOException {
    return Gate.open(
        new Gate.Settings(AET, List.of()),
        home.resolve("keys"),
        protector,
        new Registries(registry, destinations, brakes, alerts, records),
        trail,
        clock);
  }

  void restart() throws IOException {
    awaitServerKeys();
    gate.close();
    gate = open();
  }

  /** A gate that closes before gives them up, and each restart would make an RSA key anew. */
  private void awaitServerKeys() {
    try {
      while (gate.doors().server().size() < 2) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void closeTrail() throws IOException {
    trailClosed = true;
    trail.close();
  }

  /** Adds a device with a P-256 key that it made itself. */
  IssuedIdentity add(String aet, Verb... verbs) throws IOException {
    Set<Verb> granted = EnumSet.noneOf(Verb.class);
    granted.addAll(List.of(verbs));
    KeyPair pair = CertificateWriter.newEcKey();
    IssuedIdentity issued =
        issued(
            gate.devices()
                .add(
                    new DeviceAdmin.Order(
                        aet, granted, Set.of(), KeySource.requested(request(pair, pair)), false),
                    "root"));
    return new IssuedIdentity(
        aet, Optional.of(pair.getPrivate()), issued.certificate(), gate.ca().certificate());
  }

  /** A PKCS#10 request for one key, signed by another or the same. */
  static byte[] request(KeyPair named, KeyPair signing) {
    String kind = signing.getPublic().getAlgorithm().equals("EC") ? "ECDSA" : "RSA";
    try {
      return new JcaPKCS10CertificationRequestBuilder(
              new X500Name("CN=Real Name,O=Real Clinic"), named.getPublic())
          .build(new JcaContentSignerBuilder("SHA256with" + kind).build(signing.getPrivate()))
          .getEncoded();
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  static IssuedIdentity issued(DeviceAdmin.Result result) {
    if (result instanceof DeviceAdmin.Result.Issued(IssuedIdentity identity)) {
      return identity;
    }
    throw new AssertionError("not issued: " + result);
  }

  /** An identity's private key, from the file it is handed over in. */
  static PrivateKey key(IssuedIdentity identity) {
    byte[] pem = identity.files().firstEntry().getValue();
    String algorithm = identity.certificate().getPublicKey().getAlgorithm();
    return Pem.privateKey(Pem.decode(pem, "PRIVATE KEY").orElseThrow(), algorithm).orElseThrow();
  }

  Identity admitted(X509Certificate certificate, String aet) {
    return switch (gate.admit(certificate, aet, AET, "192.0.2.1")) {
      case Admission.Admitted(Identity identity) -> identity;
      case Admission.Refused refused -> throw new AssertionError(refused.reason());
    };
  }

  /** Returns once an admission is on record, which the gate itself doesn't wait for. */
  void awaitAssociation(Identity who) throws IOException {
    Instant end = Instant.now().plusSeconds(10);
    while (records().stream().noneMatch(r -> who.session().equals(r.facts().get(Fact.SESSION)))) {
      assertThat(Instant.now()).as("the association is on record in time").isBefore(end);
      Thread.onSpinWait();
    }
  }

  /** What is on record, oldest first. */
  List<TrailRecord> records() throws IOException {
    try (Stream<TrailEntry> entries = TrailReader.records(home.resolve("trail"))) {
      return entries.map(TrailEntry::record).toList();
    }
  }

  /** The reasons of what was refused, oldest first. */
  List<String> refusals(Action action) throws IOException {
    return records().stream()
        .filter(r -> r.action() == action && r.outcome() == Outcome.REFUSED)
        .map(r -> r.facts().getOrDefault(Fact.REASON, ""))
        .toList();
  }

  @Override
  public void close() throws IOException {
    gate.close();
    if (!trailClosed) {
      trail.close();
    }
  }

  /** Registers a peer that is known as a device of this site. */
  void addPeer(String aet) throws IOException {
    var result =
        gate.destinations()
            .add(
                new DestinationAdmin.Order(
                    aet,
                    "localhost",
                    11_112,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false),
                "root");
    if (!(result instanceof DestinationAdmin.Result.Done)) {
      throw new IllegalStateException(result.toString());
    }
  }
}
