package huisclos.app.backup;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.vault.BackupSealer;
import huisclos.vault.BlobAddress;
import huisclos.vault.PendingBlob;
import huisclos.vault.SealRequest;
import huisclos.vault.SiteKey;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is copied of a container that grew, was touched, was damaged, or holds what is no more. */
class MirrorTest {
  private static final int OBJECT_BYTES = 100_000;

  @TempDir Path folder;

  private final List<Draft> drafts = new ArrayList<>();
  private final SiteKey key = SiteKey.generate();
  private Vault vault;
  private StudyKeyId study;
  private BackupSet set;

  MirrorTest() {}

  @BeforeEach
  void open() throws IOException {
    vault = Vault.open(folder.resolve("home"), key);
    study = vault.ring().newStudyKey(vault.ring().newPatientKey());
    set = new BackupSet(folder.resolve("set"));
    try (BackupSealer sealer = vault.backupSealer()) {
      set.prepare(sealer.vault());
    }
  }

  @AfterEach
  void close() throws IOException {
    vault.close();
    key.close();
  }

  private BlobAddress store(int seed) throws IOException {
    byte[] content = new byte[OBJECT_BYTES];
    new Random(seed).nextBytes(content);
    PendingBlob blob = vault.begin();
    blob.sink().write(content);
    blob.sink().close();
    return vault
        .commit(
            List.of(
                new SealRequest(
                    blob,
                    study,
                    blob.describe(
                        "1.2.3", "1.2.3.4", "1.2.3.4.5", "1.2.840.10008.5.1.4.1.1.2", "1.2"))))
        .getFirst();
  }

  /** A mirror of the next backup, and how many bytes it wrote. */
  private record Run(Mirror mirror, List<Stored> files, long written) {}

  private Run bring(int number, List<Stored> known, Draft draft) throws IOException {
    BackupProgress progress = new BackupProgress();
    Copying copying = new Copying(set, progress);
    Mirror mirror = new Mirror(vault, set, copying, progress, number, known, draft, drafts::add);
    List<Stored> files = mirror.bring(vault.containers(BlobAddress.BLOBS));
    mirror.save();
    return new Run(mirror, files, progress.written());
  }

  private Path source() throws IOException {
    return vault.file(vault.containers(BlobAddress.BLOBS).getFirst());
  }

  /** Makes the time of change one that can be relied on. */
  private void settle(int secondsAgo) throws IOException {
    Files.setLastModifiedTime(source(), FileTime.from(Instant.now().minusSeconds(secondsAgo)));
  }

  private void same(Stored stored) throws IOException {
    assertThat(set.file(stored)).hasSameBinaryContentAs(source());
  }

  @Test
  void onlyWhatIsNewIsWrittenAndWhatBrokeOffIsGoneOnWith() throws Exception {
    store(1);
    Run first = bring(1, List.of(), Draft.NOTHING);
    same(first.files.getFirst());
    store(2);
    settle(60);
    Run second = bring(2, first.files, Draft.NOTHING);
    assertThat(second.written).isBetween((long) OBJECT_BYTES, OBJECT_BYTES + 1_000L);
    same(second.files.getFirst());
    assertThat(bring(3, second.files, Draft.NOTHING).written).isZero();
    // The same from the draft alone: a backup that has no manifest yet.
    Draft draft = Draft.decode(drafts.getLast().encode());
    assertThat(bring(2, List.of(), draft).written).isZero();
    assertThat(second.mirror.shredded()).isFalse();
  }

  @Test
  void aDestroyedObjectIsCopiedAnewAndTheEarlierCopyIsToGo() throws Exception {
    BlobAddress going = store(1);
    store(2);
    settle(60);
    Run first = bring(1, List.of(), Draft.NOTHING);
    vault.shred(List.of(going));
    Run second = bring(2, first.files, Draft.NOTHING);
    assertThat(second.mirror.shredded()).isTrue();
    assertThat(second.mirror.damaged()).isEmpty();
    assertThat(second.files.getFirst().name()).isNotEqualTo(first.files.getFirst().name());
    same(second.files.getFirst());
    assertThat(Draft.decode(drafts.getLast().encode()).shredded()).isTrue();
  }

  @Test
  void whatIsDamagedInTheHomeDoesNotSpoilTheBackup() throws Exception {
    store(1);
    settle(60);
    Run first = bring(1, List.of(), Draft.NOTHING);
    byte[] sound = Files.readAllBytes(source());
    try (RandomAccessFile file = new RandomAccessFile(source().toFile(), "rw")) {
      file.seek(OBJECT_BYTES / 2);
      int byteThere = file.read();
      file.seek(OBJECT_BYTES / 2);
      file.write(byteThere ^ 1);
    }
    store(2);
    Run second = bring(2, first.files, Draft.NOTHING);
    assertThat(second.mirror.damaged()).containsExactly(first.files.getFirst().path());
    assertThat(second.mirror.shredded()).isFalse();
    byte[] kept = Files.readAllBytes(set.file(second.files.getFirst()));
    assertThat(kept).startsWith(sound).hasSize((int) Files.size(source()));
  }
}
