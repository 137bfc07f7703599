package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.client.Called;
import huisclos.app.client.Getter;
import huisclos.app.client.Progress;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Part10;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uid;
import huisclos.dicom.UidRegistry;
import huisclos.testkit.SharedData;
import huisclos.vault.RecoveryPhrase;
import huisclos.vault.SiteKey;
import huisclos.vault.SiteRecovery;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Backups of a running server, and archives that come back from them on an empty machine. */
class BackupIT {
  @TempDir Path folder;

  private static final int SHARED = 30;
  private static final long MAX_SHARED_BYTES = 2 << 20;

  private final Random random = new Random(4);

  private Path files(String name, int first, int count) throws IOException {
    Path files = Files.createDirectories(folder.resolve(name));
    for (int i = first; i < first + count; i++) {
      Synthetic.of(i).pixels(random, 2 * random.nextInt(500, 60_000)).write(files);
    }
    return files;
  }

  /** Adds real files, where they are there: their hashes are compared by the rehearsal. */
  private static int shared(Path to) throws IOException {
    if (SharedData.find().isEmpty()) {
      return 0;
    }
    Set<String> instances = new HashSet<>();
    for (SharedData.Entry entry : SharedData.entries()) {
      if (entry.wellFormed()
          && !entry.name().endsWith(".gz")
          && UidRegistry.storageSopClasses().contains(entry.sopClass())
          && TransferSyntax.of(entry.transferSyntax()).isPresent()
          && Files.size(entry.file()) < MAX_SHARED_BYTES
          && instances.size() < SHARED) {
        DataSet header;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(entry.file()))) {
          header = DataSetDecoder.read(Part10.open(in).reader(), ReadOptions.header());
        }
        String uid = header.string(Tag.SOP_INSTANCE_UID, "");
        if (Uid.isValid(uid)
            && Uid.isValid(header.string(Tag.STUDY_INSTANCE_UID, ""))
            && Uid.isValid(header.string(Tag.SERIES_INSTANCE_UID, ""))
            && instances.add(uid)) {
          Files.copy(entry.file(), to.resolve("shared" + instances.size() + ".dcm"));
        }
      }
    }
    return instances.size();
  }

  private static Process send(RunningArchive archive, Path identity, Path files)
      throws IOException {
    return new ProcessBuilder(
            Processes.huisclos(
                "send",
                archive.address(),
                "--identity",
                identity.toString(),
                "--associations",
                "2",
                files.toString()))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void sendAll(RunningArchive archive, Path identity, Path files) {
    Processes.here("send", archive.address(), "--identity", identity.toString(), files.toString())
        .ok();
  }

  private static void sent(Process send) throws InterruptedException {
    try {
      assertThat(send.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(send.exitValue()).isZero();
    } finally {
      send.destroyForcibly();
    }
  }

  /** Takes a recovery phrase as {@code key phrase} does on a terminal. */
  private static String phrase(Path home) throws IOException {
    try (RecoveryPhrase phrase = RecoveryPhrase.generate();
        SiteKey key = SiteKey.load(home.resolve("keys/site.key"))) {
      SiteRecovery.seal(key, phrase, home.resolve("keys/site.recovery"));
      return phrase.dangerouslyReveal();
    }
  }

  private JsonNode backup(RunningArchive archive, String... more) {
    List<String> args = new ArrayList<>(List.of("backup", set().toString(), "--json"));
    args.addAll(List.of(more));
    return new JsonMapper().readTree(archive.verb(args.toArray(String[]::new)).ok().out());
  }

  private Path set() {
    return folder.resolve("disk/backup");
  }

  private Processes.Result restore(String phrase, String... more) {
    List<String> args = new ArrayList<>(List.of("restore", set().toString()));
    args.addAll(List.of(more));
    return Processes.typed(phrase + "\n", args.toArray(String[]::new));
  }

  /** The same as on a machine that knows nothing: a process that gets the phrase by a pipe. */
  private Processes.Result restoreElsewhere(String phrase, Path home) throws IOException {
    Path typed = Files.writeString(folder.resolve("typed"), phrase + "\n");
    return Processes.run(
        Processes.huisclos("restore", set().toString(), "--home", home.toString()),
        Map.of(),
        typed);
  }

  /** The data set: all that follows file meta information. */
  private static byte[] tail(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    int offset = (int) Part10.open(new ByteArrayInputStream(all)).dataSetOffset();
    return Arrays.copyOfRange(all, offset, all.length);
  }

  /** Which of these synthetic images don't come back bit for bit. */
  private List<Integer> altered(RunningArchive archive, Path identity, int first, int count)
      throws Exception {
    Called called = Called.of(archive.address(), "HUISCLOS", identity);
    List<Integer> altered = new ArrayList<>();
    Path out = Files.createTempDirectory(folder, "got");
    for (int i = first; i < first + count; i++) {
      new Getter(called, out, Progress.onTerminal("")).get(Synthetic.uid("study", i), "", "");
      Path got = out.resolve(Synthetic.of(i).sopInstance() + ".dcm");
      if (!Files.exists(got) || !Arrays.equals(tail(original(i)), tail(got))) {
        altered.add(i);
      }
    }
    return altered;
  }

  private Path original(int number) throws IOException {
    String name = Synthetic.of(number).sopInstance() + ".dcm";
    try (Stream<Path> found = Files.find(folder, 3, (p, _) -> p.endsWith(name))) {
      return found.filter(p -> !p.toString().contains("/got")).findFirst().orElseThrow();
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int was = bytes.read();
      bytes.seek(at);
      bytes.write(was ^ 0x10);
    }
  }

  private Path largest(String below) throws IOException {
    try (Stream<Path> all = Files.list(set().resolve(below))) {
      return all.max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
          .orElseThrow();
    }
  }

  @Test
  void anEmptyMachineGetsAllBackFromBackupAndPhraseAlone() throws Exception {
    Path first = files("first", 1, 25);
    int shared = shared(first);
    Path second = files("second", 26, 25);
    Path identity = folder.resolve("ids").resolve("CT1");
    Path home;
    String phrase;
    try (RunningArchive archive = RunningArchive.start(folder)) {
      home = archive.home;
      archive.device(folder.resolve("ids"), "CT1", "store,find,get");
      sendAll(archive, identity, first);
      Processes.Result without = archive.verb("backup", set().toString());
      assertThat(without.status()).isEqualTo(1);
      assertThat(without.err()).contains("huisclos key phrase");
      phrase = phrase(home);

      Process sending = send(archive, identity, second);
      JsonNode one = backup(archive);
      assertThat(one.path("instances").asInt()).isGreaterThanOrEqualTo(25);
      sent(sending);
      JsonNode two = backup(archive);
      assertThat(two.path("instances").asInt()).isEqualTo(50 + shared);
      assertThat(two.path("written").asLong())
          .as("only what is new")
          .isLessThan(bytes(second) + (1 << 20));
      JsonNode three = backup(archive);
      assertThat(three.path("written").asLong()).as("nothing is new").isLessThan(1 << 20);
      assertThat(three.path("kept").asInt()).isEqualTo(3);
      assertThat(archive.verb("health", "--json").ok().out()).contains("\"number\" : 3");
    }
    assertThat(Processes.here("backup", set().toString(), "--verify").ok().out())
        .contains("as they were written");
    Files.move(home, folder.resolve("burnt"));

    Processes.Result rehearsed = restore(phrase, "--rehearse", "--temp", folder.toString());
    assertThat(rehearsed.ok().out()).contains((50 + shared) + " images were read, 0 of them");
    Path elsewhere = folder.resolve("elsewhere");
    Path restored = elsewhere.resolve("home");
    assertThat(restoreElsewhere(phrase, restored).ok().out())
        .contains((50 + shared) + " instances", "CT1");
    Files.createDirectories(elsewhere);
    try (RunningArchive archive = RunningArchive.start(elsewhere)) {
      assertThat(altered(archive, identity, 1, 50)).as("not bit for bit").isEmpty();
      assertThat(archive.verb("trail", "verify").ok().out()).contains("the record is whole");
      assertThat(archive.verb("doors").ok().out()).doesNotContain("phrase not taken");
    }
    assertThat(restore(phrase, "--home", restored.toString()).err()).contains("is not empty");
  }

  private static long bytes(Path files) throws IOException {
    try (Stream<Path> all = Files.list(files)) {
      return all.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void whatIsDamagedIsNamedAndWhatBrokeOffIsGoneOnWith() throws Exception {
    String phrase;
    try (RunningArchive archive = RunningArchive.start(folder)) {
      archive.device(folder.resolve("ids"), "CT1", "store,find,get");
      sendAll(archive, folder.resolve("ids").resolve("CT1"), files("some", 1, 5));
      phrase = phrase(archive.home);
      backup(archive);
    }
    Path container = largest("blobs");
    flip(container, container.toFile().length() / 2);
    String name = "blobs/" + container.getFileName();
    Processes.Result verified = Processes.here("backup", set().toString(), "--verify");
    assertThat(verified.status()).isEqualTo(1);
    assertThat(verified.out()).contains("altered  " + name);
    assertThat(restore(phrase, "--rehearse", "--temp", folder.toString()).err()).contains(name);

    String restored = folder.resolve("new").toString();
    Processes.Result refused = restore(phrase, "--home", restored);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains(name, "--accept-damage");
    assertThat(Processes.here("device", "list", "--home", restored).err())
        .contains("is being restored");
    flip(container, container.toFile().length() / 2);
    assertThat(restore(phrase, "--home", restored).ok().out()).contains("5 instances");

    try (RecoveryPhrase other = RecoveryPhrase.generate()) {
      Processes.Result wrong =
          restore(other.dangerouslyReveal(), "--home", folder.resolve("never").toString());
      assertThat(wrong.status()).isEqualTo(1);
      assertThat(wrong.err()).contains("phrase does not open");
      assertThat(folder.resolve("never")).doesNotExist();
    }
    Path manifest = largest("manifests");
    flip(manifest, manifest.toFile().length() / 2);
    assertThat(restore(phrase, "--home", folder.resolve("never").toString()).err())
        .contains("manifests/", "was altered");
  }

  @Test
  void whatWasDestroyedLeavesTheBackupsWithTheNextOne() throws Exception {
    Path identity = folder.resolve("ids").resolve("CT1");
    String old;
    String phrase;
    try (RunningArchive archive = RunningArchive.start(folder)) {
      archive.device(folder.resolve("ids"), "CT1", "store,find,get");
      sendAll(archive, identity, files("some", 1, 4));
      old = phrase(archive.home);
      backup(archive);
      byte[] before = everything();
      assertThat(indexOf(before, Files.readAllBytes(archive.home.resolve("keys/ring")))).isTrue();
      archive
          .verb("delete", "--study", Synthetic.uid("study", 2), "--reason", "patient-request")
          .ok();
      archive.verb("delete", "purge", "--now").ok();
      assertThat(archive.verb("backup", set().toString()).err()).contains("huisclos key phrase");
      phrase = phrase(archive.home);
      JsonNode after = backup(archive);
      assertThat(after.path("earlierEnded").asBoolean()).isTrue();
      assertThat(after.path("kept").asInt()).isEqualTo(1);
    }
    assertThat(restore(old, "--home", folder.resolve("never").toString()).status()).isEqualTo(1);
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    restore(phrase, "--home", elsewhere.resolve("home").toString()).ok();
    try (RunningArchive archive = RunningArchive.start(elsewhere)) {
      assertThat(altered(archive, identity, 1, 4)).as("destroyed for good").containsExactly(2);
    }
    try (Stream<Path> rings = Files.list(set().resolve("keys"))) {
      assertThat(rings.filter(p -> p.toString().endsWith(".ring"))).hasSize(1);
    }
  }

  /** All bytes of the set, so that a test can say what is not among them. */
  private byte[] everything() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(set())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean indexOf(byte[] in, byte[] what) {
    return new String(in, StandardCharsets.ISO_8859_1)
        .contains(new String(what, StandardCharsets.ISO_8859_1));
  }
}
