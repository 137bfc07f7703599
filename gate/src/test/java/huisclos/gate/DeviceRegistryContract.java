package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.gate.DeviceRegistry.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every {@link DeviceRegistry} must do. A room that keeps one extends this in its tests and
 * gives a fresh, empty registry.
 */
public abstract class DeviceRegistryContract {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Instant END = NOW.plus(Duration.ofDays(1_095));

  /** For those who extend it. */
  protected DeviceRegistryContract() {}

  /** A fresh, empty registry. */
  protected abstract DeviceRegistry registry() throws Exception;

  private static Device device(String aet, Verb... verbs) {
    Set<Verb> set = EnumSet.noneOf(Verb.class);
    set.addAll(List.of(verbs));
    return new Device(aet, set, Set.of(aet), NOW);
  }

  /** A certificate whose fingerprints and serial are made from a number. */
  private static DeviceCertificate certificate(String aet, int n) {
    return certificate(aet, n, n, Integer.toHexString(0x4000 + n));
  }

  private static DeviceCertificate certificate(String aet, int n, int key, String serial) {
    return new DeviceCertificate(
        aet,
        String.format("%064x", n),
        String.format("%064x", 0x10000 + key),
        serial,
        DeviceCertificate.Origin.ISSUED,
        NOW.plusSeconds(n),
        END,
        END,
        Optional.empty());
  }

  private static DeviceCertificate get(DeviceRegistry registry, int n) {
    return registry.certificate(String.format("%064x", n)).orElseThrow();
  }

  @Test
  void anEmptyOneKnowsNobody() throws Exception {
    DeviceRegistry registry = registry();
    assertThat(registry.devices()).isEmpty();
    assertThat(registry.certificates()).isEmpty();
    assertThat(registry.device("CT1")).isEmpty();
    assertThat(registry.certificate("00")).isEmpty();
    assertThat(registry.renew(certificate("CT1", 1), NOW)).isEqualTo(Change.UNKNOWN);
    assertThat(registry.revokeSerial("4001", NOW)).isEqualTo(Change.UNKNOWN);
    assertThat(registry.revokeDevice("CT1", NOW)).isEqualTo(Change.UNKNOWN);
    assertThat(registry.certificates()).isEmpty();
  }

  @Test
  void whatIsAddedComesBackAsItWas() throws Exception {
    DeviceRegistry registry = registry();
    Device full =
        new Device("A b/c'%_\"", EnumSet.allOf(Verb.class), Set.of("X", "Y Z", "it's"), NOW);
    DeviceCertificate pinned =
        new DeviceCertificate(
            full.aet(),
            "f".repeat(64),
            "e".repeat(64),
            "ff".repeat(20),
            DeviceCertificate.Origin.PINNED,
            NOW.minusSeconds(5),
            END,
            END.minusSeconds(1),
            Optional.empty());
    assertThat(registry.add(full, pinned)).isEqualTo(Change.DONE);
    assertThat(registry.device(full.aet())).contains(full);
    assertThat(registry.certificate(pinned.fingerprint())).contains(pinned);
    assertThat(registry.devices()).containsExactly(full);
    assertThat(registry.certificates()).containsExactly(pinned);

    Device bare = new Device("BARE", Set.of(), Set.of(), NOW);
    assertThat(registry.add(bare, certificate("BARE", 1))).isEqualTo(Change.DONE);
    assertThat(registry.device("BARE")).contains(bare);
    assertThat(registry.device("bare")).as("titles are case-sensitive").isEmpty();
  }

  @Test
  void aTitleIsAddedOnce() throws Exception {
    DeviceRegistry registry = registry();
    assertThat(registry.add(device("CT1", Verb.STORE), certificate("CT1", 1)))
        .isEqualTo(Change.DONE);
    assertThat(registry.add(device("CT1", Verb.FIND_ALL), certificate("CT1", 2)))
        .isEqualTo(Change.TITLE_KNOWN);
    assertThat(registry.device("CT1").orElseThrow().verbs()).containsExactly(Verb.STORE);
    assertThat(registry.certificates()).containsExactly(certificate("CT1", 1));

    registry.revokeDevice("CT1", NOW);
    assertThat(registry.add(device("CT1", Verb.STORE), certificate("CT1", 3)))
        .as("a revoked device is still known")
        .isEqualTo(Change.TITLE_KNOWN);
  }

  @Test
  void aCertificateOrKeyIsKnownOnce() throws Exception {
    DeviceRegistry registry = registry();
    registry.add(device("CT1"), certificate("CT1", 1));
    registry.add(device("CT2"), certificate("CT2", 2));
    registry.revokeDevice("CT1", NOW);
    DeviceCertificate sameKey = certificate("CT3", 9, 1, "9999");

    assertThat(registry.add(device("CT3"), certificate("CT3", 1))).isEqualTo(Change.KEY_KNOWN);
    assertThat(registry.add(device("CT3"), sameKey)).isEqualTo(Change.KEY_KNOWN);
    assertThat(registry.device("CT3")).isEmpty();
    assertThat(registry.replace(device("CT2", Verb.GET), certificate("CT2", 9, 1, "9"), NOW))
        .isEqualTo(Change.KEY_KNOWN);
    assertThat(registry.renew(certificate("CT2", 9, 1, "9"), NOW)).isEqualTo(Change.KEY_KNOWN);
    assertThat(registry.renew(certificate("CT2", 2), NOW)).isEqualTo(Change.KEY_KNOWN);
    assertThat(get(registry, 2)).as("nothing was changed").isEqualTo(certificate("CT2", 2));
    assertThat(registry.device("CT2").orElseThrow().verbs()).isEmpty();
    assertThat(registry.certificates()).hasSize(2);
  }

  @Test
  void aReplacementRevokesWhatWasBefore() throws Exception {
    DeviceRegistry registry = registry();
    registry.add(device("CT1", Verb.STORE, Verb.FIND), certificate("CT1", 1));
    registry.renew(certificate("CT1", 2), NOW.plusSeconds(60));
    registry.add(device("CT2"), certificate("CT2", 3));
    Device changed = new Device("CT1", Set.of(Verb.GET), Set.of("WS"), NOW.plusSeconds(9));

    assertThat(registry.replace(changed, certificate("CT1", 4), NOW.plusSeconds(9)))
        .isEqualTo(Change.DONE);
    assertThat(registry.device("CT1")).contains(changed);
    assertThat(get(registry, 1).revokedAt()).contains(NOW.plusSeconds(9));
    assertThat(get(registry, 2).revokedAt()).contains(NOW.plusSeconds(9));
    assertThat(get(registry, 3).revokedAt()).isEmpty();
    assertThat(get(registry, 4).revokedAt()).isEmpty();
    assertThat(registry.replace(device("NEW"), certificate("NEW", 5), NOW)).isEqualTo(Change.DONE);
    assertThat(registry.device("NEW")).isPresent();
  }

  @Test
  void aRenewalEndsTheOldOnesAndLengthensNone() throws Exception {
    DeviceRegistry registry = registry();
    registry.add(device("CT1", Verb.STORE), certificate("CT1", 1));
    registry.add(device("CT2"), certificate("CT2", 2));
    Instant soon = NOW.plus(Duration.ofDays(30));

    assertThat(registry.renew(certificate("CT1", 3), soon)).isEqualTo(Change.DONE);
    assertThat(get(registry, 1).acceptedUntil()).isEqualTo(soon);
    assertThat(get(registry, 1).notAfter()).isEqualTo(END);
    assertThat(get(registry, 2).acceptedUntil()).isEqualTo(END);
    assertThat(get(registry, 3).acceptedUntil()).isEqualTo(END);

    assertThat(registry.renew(certificate("CT1", 4), soon.plusSeconds(60))).isEqualTo(Change.DONE);
    assertThat(get(registry, 1).acceptedUntil()).as("not lengthened").isEqualTo(soon);
    assertThat(get(registry, 3).acceptedUntil()).isEqualTo(soon.plusSeconds(60));
    assertThat(registry.device("CT1").orElseThrow().verbs()).containsExactly(Verb.STORE);
  }

  @Test
  void revocationsReachWhatTheyNameAndStand() throws Exception {
    DeviceRegistry registry = registry();
    registry.add(device("CT1"), certificate("CT1", 1, 1, "aa"));
    registry.add(device("CT2"), certificate("CT2", 2, 2, "aa"));
    registry.add(device("CT3"), certificate("CT3", 3, 3, "bb"));

    assertThat(registry.revokeSerial("aa", NOW)).isEqualTo(Change.DONE);
    assertThat(get(registry, 1).revokedAt()).contains(NOW);
    assertThat(get(registry, 2).revokedAt()).contains(NOW);
    assertThat(get(registry, 3).revokedAt()).isEmpty();

    assertThat(registry.revokeSerial("aa", NOW.plusSeconds(9))).isEqualTo(Change.DONE);
    assertThat(get(registry, 1).revokedAt()).as("the first time stands").contains(NOW);
    assertThat(registry.revokeDevice("CT3", NOW)).isEqualTo(Change.DONE);
    assertThat(get(registry, 3).revokedAt()).contains(NOW);
    assertThat(registry.devices()).hasSize(3);
    assertThat(registry.renew(certificate("CT3", 4), END)).isEqualTo(Change.DONE);
    assertThat(get(registry, 3).revokedAt()).as("a renewal doesn't unrevoke").contains(NOW);
  }

  @Test
  void listsAreInOrder() throws Exception {
    DeviceRegistry registry = registry();
    registry.add(device("B"), certificate("B", 5));
    registry.add(device("A"), certificate("A", 7));
    registry.renew(certificate("B", 4), END);
    assertThat(registry.devices()).extracting(Device::aet).containsExactly("A", "B");
    assertThat(registry.certificates())
        .extracting(DeviceCertificate::fingerprint)
        .containsExactly(
            String.format("%064x", 7), String.format("%064x", 4), String.format("%064x", 5));
  }

  @Test
  void ofManyAtOnceOneAddsATitle() throws Exception {
    DeviceRegistry registry = registry();
    int many = 16;
    CountDownLatch start = new CountDownLatch(1);
    List<Change> changes = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Change>> futures = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        int n = i + 1;
        futures.add(
            threads.submit(() -> {
              start.await();
              return registry.add(device("CT1"), certificate("CT1", n));
            }));
      }
      start.countDown();
      for (Future<Change> future : futures) {
        changes.add(future.get());
      }
    }
    assertThat(changes).filteredOn(c -> c == Change.DONE).hasSize(1);
    assertThat(changes).filteredOn(c -> c == Change.TITLE_KNOWN).hasSize(many - 1);
    assertThat(registry.certificates()).hasSize(1);
  }
}
