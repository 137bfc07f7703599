package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.trail.Actor;
import huisclos.trail.TrailReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registers of an earlier day, held against a trail of today. */
class WithdrawalsTest {
  @TempDir Path folder;
  private GateHome home;
  private final MemoryUserRegistry people = new MemoryUserRegistry();

  @BeforeEach
  void open() throws IOException {
    home = new GateHome(folder.resolve("home"));
    home.gate.acceptUsers(people, home.protector, Optional.empty());
  }

  @AfterEach
  void close() throws IOException {
    home.close();
  }

  /** The register of devices as it is now. */
  private MemoryDeviceRegistry copy() {
    MemoryDeviceRegistry copy = new MemoryDeviceRegistry();
    for (Device device : home.registry.devices()) {
      List<DeviceCertificate> of =
          home.registry.certificates().stream().filter(c -> c.aet().equals(device.aet())).toList();
      assertThat(copy.add(device, of.getFirst())).isEqualTo(DeviceRegistry.Change.DONE);
      for (DeviceCertificate further : of.subList(1, of.size())) {
        assertThat(copy.renew(further, further.notAfter())).isEqualTo(DeviceRegistry.Change.DONE);
      }
      of.stream()
          .filter(c -> c.revokedAt().isPresent())
          .forEach(c -> copy.revokeSerial(c.serial(), c.revokedAt().orElseThrow()));
    }
    return copy;
  }

  private Withdrawals.Report replay(
      DeviceRegistry devices, UserRegistry users, Map<String, Long> from) throws IOException {
    return new Withdrawals(devices, users, new MemoryDestinationRegistry(), home.records)
        .replay(home.home.resolve("trail"), from);
  }

  @Test
  void rolesTakenAwayAndSharesTakenBackStaySo() throws Exception {
    var order =
        new UserAdmin.Order(
            "ann", "", Set.of(), Set.of(Role.RADIOLOGIST, Role.KEEPER), Set.of(), Set.of());
    done(home.gate.users().add(order, Optional.empty(), "root"));
    User before = people.user("ann").orElseThrow();
    Identity root = home.gate.operator("root");
    Pass pass = ((Decision.Granted) home.gate.decide(root, new Request.Share())).pass();
    home.clock.advance(Duration.ofSeconds(1));
    Shares.Result.Done shared =
        (Shares.Result.Done)
            home.gate
                .shares()
                .add(pass, "1.2", "ann", home.clock.instant().plus(Duration.ofDays(1)));
    String key = "ann\\" + shared.share().id();
    byte[] kept = home.records.get(Shares.KIND, key).orElseThrow();
    assertThat(home.gate.shares().revoke(shared.share().id(), Actor.operator("root"))).isTrue();
    done(home.gate.users().roles("ann", Set.of(Role.KEEPER), Set.of(), "root"));
    // The day before yesterday's index.
    home.records.put(Shares.KIND, key, kept);
    MemoryUserRegistry old = new MemoryUserRegistry();
    old.add(before, Optional.empty());
    assertThat(replay(copy(), old, Map.of()).people()).containsExactly("ann");
    assertThat(old.user("ann").orElseThrow().roles()).containsExactly(Role.KEEPER);
    assertThat(home.records.get(Shares.KIND, key)).isEmpty();
  }

  private Map<String, Long> now() throws IOException {
    return TrailReader.sizes(home.home.resolve("trail"));
  }

  private static List<String> inForce(DeviceRegistry registry) {
    return registry.certificates().stream()
        .filter(c -> c.revokedAt().isEmpty())
        .map(DeviceCertificate::aet)
        .toList();
  }

  @Test
  void aRevocationDoesNotComeBackToLife() throws Exception {
    home.add("CT1", Verb.STORE);
    home.add("CT2", Verb.STORE);
    String serial = home.add("CT3", Verb.STORE).certificate().getSerialNumber().toString(16);
    home.add("CT4", Verb.STORE);
    MemoryDeviceRegistry earlier = copy();
    Map<String, Long> agreed = now();
    home.gate.devices().revokeDevice("CT1", "root");
    home.gate.devices().revokeSerial(serial, "root");
    home.add("NEW", Verb.FIND);
    assertThat(inForce(earlier)).containsExactly("CT1", "CT2", "CT3", "CT4");

    Withdrawals.Report report = replay(earlier, people, agreed);
    assertThat(report.devices()).containsExactly("CT1", "CT3");
    assertThat(report.unknownDevices()).containsExactly("NEW");
    assertThat(inForce(earlier)).containsExactly("CT2", "CT4");
    // It is told once: then they agree but for what has to be added by hand.
    assertThat(replay(earlier, people, agreed).shutOut()).isZero();
    assertThat(replay(earlier, people, now()).clean()).isTrue();
  }

  @Test
  void whatIsInOrderStaysAsItIs() throws Exception {
    home.add("CT1", Verb.STORE);
    home.gate.devices().revokeDevice("CT1", "root");
    // The same title again after its revocation, and a renewal after that.
    home.gate
        .devices()
        .add(
            new DeviceAdmin.Order(
                "CT1", Set.of(Verb.FIND), Set.of(), new KeySource.Generated(), true),
            "root");
    home.gate.devices().renew("CT1", new KeySource.Generated(), "root");
    home.add("CT2", Verb.STORE);
    List<DeviceCertificate> before = home.registry.certificates();
    assertThat(inForce(home.registry)).containsExactly("CT1", "CT1", "CT2");
    assertThat(replay(home.registry, people, Map.of()).clean()).isTrue();
    assertThat(home.registry.certificates()).isEqualTo(before);
  }

  @Test
  void aReplacedCertificateDoesNotComeBackToLife() throws Exception {
    home.add("CT1", Verb.STORE, Verb.FIND);
    MemoryDeviceRegistry earlier = copy();
    home.gate
        .devices()
        .add(
            new DeviceAdmin.Order(
                "CT1", Set.of(Verb.STORE), Set.of(), new KeySource.Generated(), true),
            "root");
    assertThat(inForce(earlier)).containsExactly("CT1");
    Withdrawals.Report report = replay(earlier, people, Map.of());
    assertThat(report.devices()).containsExactly("CT1");
    assertThat(report.unknownDevices()).containsExactly("CT1");
    assertThat(inForce(earlier)).isEmpty();
  }

  private void person(UserRegistry in, String name) {
    User user =
        new User(name, name, Set.of(Verb.FIND), Set.of(), home.clock.instant(), Optional.empty());
    assertThat(in.add(user, Optional.empty())).isTrue();
  }

  private static void done(Optional<UserAdmin.Refusal> refusal) {
    assertThat(refusal).isEmpty();
  }

  @Test
  void whoWasSuspendedOrRemovedStaysSo() throws Exception {
    MemoryUserRegistry earlier = new MemoryUserRegistry();
    for (String name : List.of("ann", "bob", "cid", "dan")) {
      person(earlier, name);
      person(people, name);
    }
    home.gate.users().setVouching("WS", true, "root");
    earlier.setVouching("WS", true);
    Map<String, Long> agreed = now();
    home.clock.advance(Duration.ofMinutes(1));
    done(home.gate.users().suspend("ann", "root"));
    done(home.gate.users().remove("bob", "root"));
    done(home.gate.users().suspend("cid", "root"));
    done(home.gate.users().resume("cid", "root"));
    home.gate.users().setVouching("WS", false, "root");
    Withdrawals.Report report = replay(copy(), earlier, agreed);
    assertThat(report.people()).containsExactly("ann", "bob");
    assertThat(report.devices()).containsExactly("WS");
    assertThat(earlier.user("ann").orElseThrow().suspendedAt()).isPresent();
    assertThat(earlier.user("bob")).isEmpty();
    assertThat(earlier.user("cid").orElseThrow().suspendedAt()).isEmpty();
    assertThat(earlier.user("dan").orElseThrow().suspendedAt()).isEmpty();
    assertThat(earlier.vouches("WS")).isFalse();
    assertThat(replay(copy(), people, Map.of()).clean()).isTrue();
  }
}
