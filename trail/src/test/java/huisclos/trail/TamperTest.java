package huisclos.trail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.trail.Verification.Kind;
import huisclos.trail.internal.CheckpointKey;
import huisclos.trail.internal.LogFolder;
import huisclos.trail.internal.MerkleHash;
import huisclos.trail.internal.Note;
import huisclos.trail.internal.TileStore;
import huisclos.trail.internal.TreeEdge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the verifier finds, and what only a checkpoint kept elsewhere tells. */
class TamperTest {
  private static final Path DIR = SimDiskHome.DIR;
  private static final Path SAVED = Path.of("/elsewhere/checkpoint");

  private SimDisk disk;
  private LogFolder folder;
  private Trail trail;
  private Checkpoint early;

  TamperTest() throws IOException {
    disk = new SimDiskHome().disk();
    trail = TestTrail.open(disk, DIR);
    folder = new LogFolder(DIR.resolve(trail.logId()));
    trail.append(TestTrail.records(0, 270));
    early = trail.checkpoint();
  }

  /** 300 records signed, five more in the journal, and partial tiles of several widths. */
  @BeforeEach
  void aLog() throws IOException {
    trail.append(TestTrail.records(270, 300));
    trail.checkpoint();
    trail.append(TestTrail.records(300, 305));
    disk = disk.copy();
  }

  private Verification verify() throws IOException {
    return TrailVerifier.verify(disk, DIR, List.of());
  }

  private Verification verifyAgainst(Checkpoint saved) throws IOException {
    disk.put(SAVED, Note.bytes(saved));
    return TrailVerifier.verify(disk, DIR, List.of(SAVED));
  }

  private static List<Kind> kinds(Verification found) {
    return found.problems().stream().map(Verification.Finding::kind).distinct().toList();
  }

  @Test
  void untouchedItIsFine() throws IOException {
    assertThat(verifyAgainst(early).problems()).isEmpty();
    assertThat(verifyAgainst(early).warnings()).isEmpty();
    assertThat(verify().logs().getFirst().size()).isEqualTo(305);
  }

  @Test
  void anyFlippedBitIsFound() throws IOException {
    Random random = new Random(3);
    int flips = 0;
    for (Path file : disk.files()) {
      byte[] good = disk.get(file);
      boolean sealed = file.equals(folder.sealedKey());
      for (int i = 0; i < Math.min(45, good.length * 8); i++) {
        byte[] bad = good.clone();
        int bit = random.nextInt(bad.length * 8);
        bad[bit / 8] ^= (byte) (1 << bit % 8);
        disk.put(file, bad);
        if (sealed) {
          // No evidence, so the verifier leaves it alone; the writer refuses it.
          assertThatThrownBy(() -> TestTrail.open(disk, DIR)).isInstanceOf(TrailException.class);
        } else if (!sameOwner(file, good, bad)) {
          assertThat(verify().problems()).as("%s bit %d", file, bit).isNotEmpty();
          assertThat(verify().problems())
              .allSatisfy(finding -> assertThat(finding.line()).doesNotContain("192.0.2"));
        }
        flips++;
      }
      disk.put(file, good);
    }
    assertThat(flips).isGreaterThan(300);
    assertThat(verify().ok()).isTrue();
  }

  /** White space around the id in the file {@code own} means nothing. */
  private static boolean sameOwner(Path file, byte[] good, byte[] bad) {
    return file.endsWith("own")
        && new String(good, UTF_8).strip().equals(new String(bad, UTF_8).strip());
  }

  @Test
  void anyMissingFileIsFound() throws IOException {
    for (Path file : disk.files()) {
      boolean evidence =
          !file.equals(folder.sealedKey())
              && !file.endsWith("own")
              && !file.toString().contains("journal")
              // What an earlier checkpoint left is a copy of what the newer tile holds.
              && !file.endsWith("tile/0/001.p/14");
      SimDisk before = disk;
      disk = disk.copy();
      disk.delete(file);
      assertThat(verify().ok()).as("without %s", file).isEqualTo(!evidence);
      disk = before;
    }
  }

  @Test
  void anyCutFileIsFound() throws IOException {
    for (Path file : disk.files()) {
      if (file.equals(folder.sealedKey()) || file.toString().contains("journal")) {
        continue;
      }
      byte[] good = disk.get(file);
      for (int cut : new int[] {2, good.length / 2, good.length}) {
        disk.put(file, Arrays.copyOf(good, Math.max(0, good.length - cut)));
        assertThat(verify().ok()).as("%s less %d", file, cut).isFalse();
      }
      disk.put(file, good);
    }
  }

  @Test
  void aFindingNamesItsPlace() throws IOException {
    Path bundle = folder.bundle(1, 44);
    byte[] bytes = disk.get(bundle);
    bytes[10] ^= 1;
    disk.put(bundle, bytes);

    assertThat(verify().problems())
        .anySatisfy(finding -> {
          assertThat(finding.logId()).isEqualTo(folder.id());
          assertThat(finding.index()).hasValue(256);
          assertThat(finding.file()).isEqualTo(folder.id() + "/tile/entries/001.p/44");
        })
        .anyMatch(finding -> finding.kind() == Kind.ROOT);
  }

  @Test
  void aFileThatDoesNotBelongIsFound() throws IOException {
    disk.put(folder.root().resolve("tile/0/notes.txt"), new byte[] {1});
    assertThat(kinds(verify())).containsExactly(Kind.STRAY);
  }

  /** Writes the log anew, with its own key or another, as a superuser could. */
  private void rewrite(CheckpointKey key, List<TrailRecord> records) throws IOException {
    SimDisk fresh = new SimDisk();
    for (Path path = folder.root(); path != null; path = path.getParent()) {
      fresh.createDirectory(path);
    }
    for (Path file : List.of(DIR.resolve("own"), folder.sealedKey())) {
      fresh.put(file, disk.get(file));
    }
    fresh.put(folder.vkey(), key.verifier().text().getBytes(UTF_8));
    Checkpoint nothing = Note.sign(key.verifier(), key.secret(), 0, MerkleHash.empty());
    TreeEdge edge = new TreeEdge(nothing, new ArrayList<>(), new ArrayList<>(), Optional.empty());
    new TileStore(fresh, folder, key.verifier(), key.secret(), edge)
        .publish(records.stream().map(TrailCodec::encode).toList());
    disk = fresh;
  }

  private static List<TrailRecord> without(int index, int total) {
    List<TrailRecord> records = new ArrayList<>(TestTrail.records(0, total));
    records.remove(index);
    records.add(TestTrail.record(total));
    return records;
  }

  @Test
  void onlyASavedCheckpointTellsARewriteByWhoHoldsTheSiteKey() throws IOException {
    rewrite(CheckpointKey.load(disk, folder, TestTrail.SEALER), without(50, 305));

    assertThat(verify().ok()).isTrue();
    assertThat(kinds(verifyAgainst(early))).containsExactly(Kind.REWRITTEN);
  }

  @Test
  void aRewriteAfterTheSavedCheckpointLeavesWhatIsBeforeProven() throws IOException {
    rewrite(CheckpointKey.load(disk, folder, TestTrail.SEALER), without(280, 305));

    assertThat(verifyAgainst(early).ok()).isTrue();
  }

  @Test
  void anotherKeyIsFoundBySavedCheckpoint() throws IOException {
    rewrite(CheckpointKey.generate(folder), TestTrail.records(0, 305));

    assertThat(verify().ok()).isTrue();
    assertThat(kinds(verifyAgainst(early))).containsExactly(Kind.KEY_CHANGED);
    assertThatThrownBy(() -> TestTrail.open(disk, DIR)).isInstanceOf(TrailException.class);
  }

  @Test
  void aRollbackIsFoundBySavedCheckpoint() throws IOException {
    rewrite(CheckpointKey.load(disk, folder, TestTrail.SEALER), TestTrail.records(0, 269));

    assertThat(verify().ok()).isTrue();
    assertThat(kinds(verifyAgainst(early))).containsExactly(Kind.ROLLBACK);
  }

  @Test
  void aRewriteWithoutTheKeyIsFoundByItself() throws IOException {
    byte[] signed = disk.get(folder.checkpoint());
    byte[] vkey = disk.get(folder.vkey());
    rewrite(CheckpointKey.generate(folder), without(50, 300));
    byte[] forged = disk.get(folder.checkpoint());
    disk.put(folder.vkey(), vkey);
    assertThat(kinds(verify())).contains(Kind.SIGNATURE);
    disk.put(folder.checkpoint(), signed);
    assertThat(kinds(verify())).contains(Kind.ROOT);
    assertThat(forged).isNotEqualTo(signed);
  }

  @Test
  void aCheckpointOfALogThatIsGoneIsFound() throws IOException {
    CheckpointKey key =
        CheckpointKey.generate(new LogFolder(DIR.resolve("00000000000000000000000000000000")));
    Checkpoint other = Note.sign(key.verifier(), key.secret(), 5, MerkleHash.empty());
    assertThat(kinds(verifyAgainst(other))).containsExactly(Kind.MISSING);
    disk.put(SAVED, "no checkpoint".getBytes(UTF_8));
    assertThat(kinds(TrailVerifier.verify(disk, DIR, List.of(SAVED))))
        .containsExactly(Kind.MALFORMED);
  }
}
