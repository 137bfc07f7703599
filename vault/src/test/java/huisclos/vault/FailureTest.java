package huisclos.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One failing step of the disk at a time, in the middle of a group. */
class FailureTest {
  private static final Path HOME = Path.of("/home");

  private final FakeDisk disk = new FakeDisk();
  private final SiteKey key = SiteKey.generate();
  private final Vault vault = open();
  private StudyKeyId study = StudyKeyId.random();
  private BlobAddress before = new BlobAddress(ObjectId.random(), 0, 0, 0, 0);

  private Vault open() {
    try {
      return Vault.open(HOME, key, disk, Homes.SMALL);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void storeOne() throws IOException {
    study = Homes.newStudy(vault);
    before = Homes.store(vault, study, Homes.bytes(5000, 1));
  }

  @AfterEach
  void close() throws IOException {
    vault.close();
  }

  private List<SealRequest> group() throws IOException {
    List<SealRequest> group = new ArrayList<>();
    group.add(Homes.request(Homes.pending(vault, Homes.bytes(50_000, 2)), study));
    group.add(Homes.request(Homes.pending(vault, Homes.bytes(300_000, 3)), study));
    group.add(Homes.request(Homes.pending(vault, Homes.bytes(70_000, 4)), study));
    return group;
  }

  private long entries() throws IOException {
    long entries = 0;
    for (ContainerInfo container : vault.containers(BlobAddress.BLOBS)) {
      ScanReport report = vault.forEach(container.number(), 0, entry -> {});
      assertThat(report.gaps()).isEmpty();
      entries += report.entries();
    }
    return entries;
  }

  private void assertUsable() throws IOException {
    assertThat(vault.pendingBytes()).isZero();
    assertThat(disk.list(HOME.resolve("tmp"))).isEmpty();
    vault.open(before, study).verify();
    List<BlobAddress> addresses = vault.commit(group());
    for (BlobAddress address : addresses) {
      vault.open(address, study).verify();
    }
  }

  @Test
  void aFullDiskLosesTheGroupAndNothingElse() throws IOException {
    for (int n = 0; n < 5; n++) {
      long entries = entries();
      List<SealRequest> group = group();
      disk.fail("write", n);
      assertThatThrownBy(() -> vault.commit(group))
          .as("write %d", n)
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(VaultException.class);
      assertThat(entries()).isEqualTo(entries);
      assertUsable();
    }
  }

  @Test
  void aFailedSyncIsReportedAndTheContainerLeftAlone() throws IOException {
    // The first force completes the long object's own file, the second is the shared container's.
    for (int n = 0; n < 2; n++) {
      List<SealRequest> group = group();
      disk.fail("force", n);
      assertThatThrownBy(() -> vault.commit(group)).isInstanceOf(IOException.class);
      BlobAddress next = Homes.store(vault, study, new byte[10]);
      assertThat(next.container()).isNotEqualTo(before.container());
      assertUsable();
    }
  }

  @Test
  void aFolderThatCannotBeSyncedIsReported() throws IOException {
    List<SealRequest> group = group();
    disk.fail("syncDirectory", 0);
    assertThatThrownBy(() -> vault.commit(group)).isInstanceOf(DurabilityException.class);
    assertUsable();
  }

  @Test
  void aFailedRenameLosesTheGroupOnly() throws IOException {
    long entries = entries();
    List<SealRequest> group = group();
    disk.fail("rename", 0);
    assertThatThrownBy(() -> vault.commit(group)).isInstanceOf(IOException.class);
    assertThat(entries()).isEqualTo(entries);
    assertUsable();
  }

  @Test
  void aKeyThatCannotBeMadeDurableFailsTheGroup() throws IOException {
    StudyKeyId fresh = Homes.newStudy(vault);
    PendingBlob blob = Homes.pending(vault, new byte[10]);
    disk.fail("force", 0);
    assertThatThrownBy(() -> vault.commit(List.of(Homes.request(blob, fresh))))
        .isInstanceOf(DurabilityException.class);
    assertThat(vault.pendingBytes()).isZero();
  }

  @Test
  void aSpillThatFailsFailsItsObjectOnly() throws IOException {
    for (String step : List.of("create", "write")) {
      PendingBlob blob = vault.begin();
      disk.fail(step, 0);
      assertThatThrownBy(() -> blob.sink().write(Homes.bytes(300_000, 5)))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> blob.sink().close()).isInstanceOf(IOException.class);
      assertThatThrownBy(blob::sha256).isInstanceOf(IllegalStateException.class);
      blob.abort();
      assertUsable();
    }
  }
}
