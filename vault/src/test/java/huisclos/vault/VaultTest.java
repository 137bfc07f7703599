package huisclos.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  private static final int MIB = 1 << 20;

  @TempDir Path temp = Path.of("");
  private final SiteKey key = SiteKey.generate();

  private Path home() {
    return temp.resolve("home");
  }

  private Vault open() throws IOException {
    return Vault.open(home(), key, Disk.real(), Homes.SMALL);
  }

  @Test
  void everythingItMakesIsTheOwnersAlone() throws IOException {
    try (Vault vault = open()) {
      StudyKeyId study = Homes.newStudy(vault);
      Homes.store(vault, study, Homes.bytes(2 * MIB, 1));
      Homes.store(vault, study, Homes.bytes(100, 2));
      PendingBlob blob = Homes.pending(vault, Homes.bytes(100, 3));
      vault.quarantine(blob, Homes.describe(blob));
      PendingBlob spilled = Homes.pending(vault, Homes.bytes(MIB, 4));
      try (var all = Files.walk(home())) {
        for (Path path : all.toList()) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
              .as("%s", path)
              .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
        }
      }
      spilled.abort();
    }
  }

  @Test
  void aGroupCostsOneSyncAndOneMoreForNewKeys() throws IOException {
    FakeDisk disk = new FakeDisk();
    try (Vault vault = Vault.open(Path.of("/h"), key, disk, Homes.SMALL)) {
      StudyKeyId study = Homes.newStudy(vault);
      Homes.store(vault, study, new byte[10]); // Makes the container.
      long forces = disk.count("force");
      long syncs = disk.count("syncDirectory");
      List<SealRequest> group = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        group.add(Homes.request(Homes.pending(vault, new byte[20_000]), study));
      }
      vault.commit(group);
      assertThat(disk.count("force") - forces).isEqualTo(1);
      Homes.store(vault, Homes.newStudy(vault), new byte[10]);
      assertThat(disk.count("force") - forces).isEqualTo(3);
      assertThat(disk.count("syncDirectory")).isEqualTo(syncs);
    }
  }

  @Test
  void longObjectsBecomeContainersOfTheirOwnAndWhatComesLaterLiesLater() throws IOException {
    try (Vault vault = open()) {
      StudyKeyId study = Homes.newStudy(vault);
      byte[] large = Homes.bytes(MIB, 1);
      List<SealRequest> group =
          List.of(
              Homes.request(Homes.pending(vault, Homes.bytes(1000, 2)), study),
              Homes.request(Homes.pending(vault, large), study),
              Homes.request(Homes.pending(vault, Homes.bytes(2000, 3)), study));
      List<BlobAddress> addresses = vault.commit(group);
      assertThat(addresses.get(1).container()).isGreaterThan(addresses.get(0).container());
      assertThat(addresses.get(2).container()).isGreaterThan(addresses.get(1).container());
      for (BlobAddress address : addresses) {
        vault.open(address, study).verify();
      }
      assertThat(Homes.readAll(vault.open(addresses.get(1), study).read())).isEqualTo(large);
      try (var left = Files.list(home().resolve("tmp"))) {
        assertThat(left).isEmpty();
      }
      assertThat(vault.pendingBytes()).isZero();
      List<BlobEntry> entries = new ArrayList<>();
      for (ContainerInfo container : vault.containers(BlobAddress.BLOBS)) {
        ScanReport report = vault.forEach(container.number(), 0, entries::add);
        assertThat(report.gaps()).isEmpty();
        assertThat(report.end()).isEqualTo(container.length());
      }
      assertThat(entries.stream().map(BlobEntry::address))
          .containsExactlyInAnyOrderElementsOf(addresses);
    }
  }

  @Test
  void aFullContainerIsFollowedByTheNext() throws IOException {
    try (Vault vault = open()) {
      StudyKeyId study = Homes.newStudy(vault);
      List<SealRequest> group = new ArrayList<>();
      List<BlobAddress> addresses = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        group.add(Homes.request(Homes.pending(vault, Homes.bytes(60_000, i)), study));
        if (group.size() == 4) {
          addresses.addAll(vault.commit(group));
          group.clear();
        }
      }
      addresses.addAll(vault.commit(group));
      assertThat(vault.containers(BlobAddress.BLOBS)).hasSize(3);
      for (ContainerInfo container : vault.containers(BlobAddress.BLOBS)) {
        assertThat(container.length()).isLessThanOrEqualTo(Homes.SMALL.containerBytes());
      }
      for (int i = 0; i < addresses.size(); i++) {
        assertThat(Homes.readAll(vault.open(addresses.get(i), study).read()))
            .isEqualTo(Homes.bytes(60_000, i));
      }
    }
  }

  @Test
  void beyondTheBudgetEvenShortObjectsSpillAndAreCopiedIn() throws IOException {
    try (Vault vault = open()) {
      StudyKeyId study = Homes.newStudy(vault);
      List<SealRequest> group = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        group.add(Homes.request(Homes.pending(vault, Homes.bytes(60_000 + i, i)), study));
        assertThat(vault.pendingBytes()).isLessThanOrEqualTo(Homes.SMALL.memoryBudget());
      }
      try (var spilled = Files.list(home().resolve("tmp"))) {
        assertThat(spilled).hasSize(4);
      }
      List<BlobAddress> addresses = vault.commit(group);
      assertThat(addresses.stream().map(BlobAddress::container).distinct()).hasSize(1);
      for (int i = 0; i < addresses.size(); i++) {
        assertThat(Homes.readAll(vault.open(addresses.get(i), study).read()))
            .isEqualTo(Homes.bytes(60_000 + i, i));
      }
      assertThat(vault.pendingBytes()).isZero();
    }
  }

  @Test
  void anAbortedObjectGivesEverythingBack() throws IOException {
    try (Vault vault = open()) {
      for (int length : new int[] {0, 1000, 70_000, 1_000_000}) {
        PendingBlob unfinished = vault.begin();
        unfinished.sink().write(Homes.bytes(length, 1));
        unfinished.abort();
        assertThatThrownBy(() -> unfinished.sink().write(1)).isInstanceOf(IOException.class);
        PendingBlob finished = Homes.pending(vault, Homes.bytes(length, 2));
        finished.close();
        finished.close();
        assertThatThrownBy(() -> vault.commit(List.of(requestOf(finished))))
            .isInstanceOf(IllegalStateException.class);
      }
      assertThat(vault.pendingBytes()).isZero();
      try (var left = Files.list(home().resolve("tmp"))) {
        assertThat(left).isEmpty();
      }
    }
  }

  private static SealRequest requestOf(PendingBlob blob) {
    var descriptor = new BlobDescriptor("1", "2", "3", "4", "5", 0, "0".repeat(64));
    return new SealRequest(blob, StudyKeyId.random(), descriptor);
  }

  @Test
  void wrongRequestsAreRefused() throws IOException {
    try (Vault vault = open()) {
      StudyKeyId study = Homes.newStudy(vault);
      PendingBlob open = vault.begin();
      assertThatThrownBy(() -> vault.commit(List.of(requestOf(open))))
          .isInstanceOf(IllegalStateException.class);
      open.abort();
      PendingBlob blob = Homes.pending(vault, new byte[5]);
      assertThatThrownBy(() -> vault.commit(List.of(requestOf(blob))))
          .isInstanceOf(IllegalArgumentException.class);
      SealRequest request = Homes.request(blob, study);
      assertThatThrownBy(() -> vault.commit(List.of(request, request)))
          .isInstanceOf(IllegalArgumentException.class);
      vault.commit(List.of(request));
      assertThatThrownBy(() -> vault.commit(List.of(request)))
          .isInstanceOf(IllegalStateException.class);
      PendingBlob unknown = Homes.pending(vault, new byte[5]);
      SealRequest stray = Homes.request(unknown, StudyKeyId.random());
      assertThatThrownBy(() -> vault.commit(List.of(stray)))
          .isInstanceOf(UnknownKeyException.class);
      assertThat(vault.pendingBytes()).isZero();
      assertThat(vault.commit(List.of())).isEmpty();
    }
  }

  @Test
  void quarantinedObjectsAreSetAsideAndDropped() throws IOException {
    try (Vault vault = open()) {
      byte[] content = Homes.bytes(600_000, 1);
      PendingBlob one = Homes.pending(vault, content);
      BlobAddress first = vault.quarantine(one, Homes.describe(one));
      PendingBlob two = Homes.pending(vault, new byte[3]);
      BlobAddress second = vault.quarantine(two, Homes.describe(two));
      assertThat(first.store()).isEqualTo(BlobAddress.QUARANTINE);
      assertThat(first.container()).isNotEqualTo(second.container());
      assertThat(vault.keyOf(first)).isNotEqualTo(vault.keyOf(second));
      assertThat(Homes.readAll(vault.openQuarantined(first).read())).isEqualTo(content);
      assertThat(vault.containers(BlobAddress.BLOBS)).isEmpty();
      vault.dropQuarantined(first);
      assertThatThrownBy(() -> vault.openQuarantined(first))
          .isInstanceOf(NoSuchFileException.class);
      vault.openQuarantined(second).verify();
    }
    try (Vault vault = open()) {
      assertThat(vault.containers(BlobAddress.QUARANTINE)).hasSize(1);
    }
  }

  @Test
  void whatACrashLeftInTmpIsRemoved() throws IOException {
    Path tmp = home().resolve("tmp");
    try (Vault vault = open()) {
      PendingBlob blob = vault.begin();
      blob.sink().write(Homes.bytes(MIB, 1));
      try (var left = Files.list(tmp)) {
        assertThat(left).hasSize(1);
      }
      Files.write(tmp.resolve("not-ours"), new byte[1]);
    }
    try (Vault vault = open();
        var left = Files.list(tmp)) {
      assertThat(left).containsExactly(tmp.resolve("not-ours"));
      assertThat(vault.pendingBytes()).isZero();
    }
  }

  @Test
  void aReaderBesideTheWriterChangesNothing() throws IOException {
    assertThatThrownBy(() -> Vault.openReadOnly(home(), key))
        .isInstanceOf(NoSuchFileException.class);
    try (Vault vault = open()) {
      StudyKeyId study = Homes.newStudy(vault);
      BlobAddress address = Homes.store(vault, study, new byte[100]);
      byte[] token = vault.blindTokens("index").token("patient-id", "A");
      try (Vault reader = Vault.openReadOnly(home(), key)) {
        reader.open(address, study).verify();
        assertThat(reader.blindTokens("index").token("patient-id", "A")).isEqualTo(token);
        assertThatThrownBy(reader::begin).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reader.ring().newPatientKey())
            .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reader.rotateSiteKey(key))
            .isInstanceOf(IllegalStateException.class);
      }
      Homes.store(vault, study, new byte[100]);
    }
  }

  @Test
  void aReopenedHomeNeverWritesIntoOldContainers() throws IOException {
    BlobAddress first;
    StudyKeyId study;
    try (Vault vault = open()) {
      study = Homes.newStudy(vault);
      first = Homes.store(vault, study, new byte[100]);
    }
    try (Vault vault = open()) {
      BlobAddress second = Homes.store(vault, study, new byte[100]);
      assertThat(second.container()).isGreaterThan(first.container());
      vault.open(first, study).verify();
    }
  }

  @Test
  void manyThreadsStoreAndReadAtOnce() throws Exception {
    try (Vault vault = open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        int thread = t;
        all.add(
            threads.submit(() -> {
              StudyKeyId study = Homes.newStudy(vault);
              for (int i = 0; i < 20; i++) {
                byte[] content = Homes.bytes((thread * 37 + i * 7919) % 200_000, i);
                BlobAddress address = Homes.store(vault, study, content);
                assertThat(Homes.readAll(vault.open(address, study).read())).isEqualTo(content);
              }
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      assertThat(vault.pendingBytes()).isZero();
    }
  }

  /** An interrupt closes a FileChannel under all who use it (java.nio); nobody must notice. */
  @Test
  void anInterruptedThreadStoresAndReadsAndHarmsNoOther() throws Exception {
    try (Vault vault = open()) {
      StudyKeyId study = Homes.newStudy(vault);
      byte[] content = Homes.bytes(300_000, 1);
      BlobAddress address = Homes.store(vault, study, content);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          boolean interrupted = i % 2 == 0;
          all.add(
              threads.submit(() -> {
                if (interrupted) {
                  Thread.currentThread().interrupt();
                }
                assertThat(Homes.readAll(vault.open(address, study).read())).isEqualTo(content);
                StudyKeyId own = Homes.newStudy(vault);
                BlobAddress stored = Homes.store(vault, own, content);
                vault.open(stored, own).verify();
                assertThat(Thread.currentThread().isInterrupted()).isEqualTo(interrupted);
                return null;
              }));
        }
        for (Future<?> one : all) {
          one.get();
        }
      }
    }
  }
}
