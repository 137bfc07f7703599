package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Request;
import huisclos.trail.Actor;
import huisclos.trail.TrailVerifier;
import huisclos.trail.Verification;
import huisclos.vault.BlobAddress;
import huisclos.vault.BlobEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One bit flipped in a home: the scrub or the opening finds it, or it is shown to mean nothing; and
 * whatever happens, nothing is handed out that isn't what was stored.
 *
 * <p>{@code -Dhuisclos.flips=N} flips N times as many; the seed is printed with each.
 */
class BitFlipTest {
  private static final int TIMES = Integer.getInteger("huisclos.flips", 1);
  private static final long SEED = Long.getLong("huisclos.flipSeed", 20261122L);

  @TempDir Path folder;

  private final Map<String, DataSet> stored = new LinkedHashMap<>();

  private void fill(Site site) throws IOException {
    for (int patient = 1; patient <= 2; patient++) {
      for (int instance = 1; instance <= 3; instance++) {
        DataSet set = Made.ct(patient, 1, instance % 2, instance);
        stored.put(set.string(Tag.SOP_INSTANCE_UID, ""), set);
        site.store(set);
      }
    }
    DataSet changed = Made.ct(2, 1, 1, 1);
    changed.putString(Tag.STUDY_DESCRIPTION, "changed");
    site.store(changed);
    site.archive.hold(site.pass(new Request.Keep()), Made.study(1, 1), true, "why");
  }

  private static ScrubReport scrub(Site site) throws IOException {
    return site.archive.scrubber().run(0, Actor.system());
  }

  /** Every instance comes out as it went in, or not at all; how many come. */
  private int served(Site site) throws IOException {
    int whole = 0;
    for (Map.Entry<String, DataSet> one : stored.entrySet()) {
      byte[] came;
      try {
        came = site.fetch(one.getKey());
      } catch (IOException | RuntimeException refused) {
        continue;
      }
      assertThat(came)
          .isEqualTo(Site.bytes(one.getValue(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
      whole++;
    }
    return whole;
  }

  /** The parts of an entry: offsets within it, from the head's fields to the tail's. */
  private static List<Long> positions(BlobEntry entry, Random random) {
    List<Long> positions = new ArrayList<>();
    // Magic, version, kind, vault id, object id, key id, wrapped key, lengths, zeros, checksum.
    for (long at : new long[] {0, 4, 6, 8, 24, 40, 56, 80, 116, 124, 128, 140}) {
      positions.add(at);
    }
    long length = entry.address().length();
    positions.add(144L + random.nextInt(40)); // the content's header
    positions.add(144L + 40 + random.nextInt(100)); // the content
    positions.add(length - 16 - 1 - random.nextInt(100)); // the descriptor
    for (long back : new long[] {16, 12, 8, 1}) { // the tail's magic, checksum, length
      positions.add(length - back);
    }
    return positions;
  }

  @Test
  void inAContainer() throws IOException {
    Random random = new Random(SEED);
    try (Site site = new Site(folder.resolve("home"))) {
      fill(site);
      assertThat(scrub(site).clean()).isTrue();
      List<BlobEntry> entries = ScrubTest.entries(site);
      for (int i = 0; i < TIMES; i++) {
        BlobEntry entry = entries.get(random.nextInt(3));
        BlobAddress address = entry.address();
        Path container = ScrubTest.container(site.home, address);
        for (long at : positions(entry, random)) {
          int bit = random.nextInt(8);
          ScrubTest.flip(container, address.offset() + at, bit);
          ScrubReport report = scrub(site);
          String where = "seed %d, byte %d of an entry, bit %d".formatted(SEED, at, bit);
          assertThat(report.damage()).as(where).isNotEmpty();
          assertThat(report.damage())
              .as(where)
              .allSatisfy(d -> assertThat(d.study()).isEqualTo(Made.study(1, 1)));
          boolean opens = report.damage().stream().allMatch(d -> d.kind() == DamageKind.TRAILER);
          assertThat(served(site)).as(where).isEqualTo(opens ? 6 : 5);
          ScrubTest.flip(container, address.offset() + at, bit);
        }
        // The container's own header: magic, vault, store, number, zeros, checksum.
        int at = random.nextInt(64);
        ScrubTest.flip(container, at, 1);
        assertThat(scrub(site).damage())
            .extracting(Damage::kind)
            .containsExactly(DamageKind.CONTAINER);
        assertThat(served(site)).isEqualTo(6);
        ScrubTest.flip(container, at, 1);
      }
      assertThat(scrub(site).clean()).isTrue();
    }
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  @Test
  void inTheQuarantineAndTheKeyRing() throws IOException {
    Random random = new Random(SEED);
    try (Site site = new Site(folder.resolve("home"))) {
      fill(site);
      Path quarantined = onlyFile(site.home.resolve("quarantine"));
      Path ring = site.home.resolve("keys/ring");
      for (int i = 0; i < 4 * TIMES; i++) {
        for (Path file : List.of(quarantined, ring)) {
          long at = random.nextLong(Files.size(file));
          int bit = random.nextInt(8);
          ScrubTest.flip(file, at, bit);
          assertThat(scrub(site).damage())
              .as("seed %d, %s byte %d bit %d", SEED, file.getFileName(), at, bit)
              .isNotEmpty();
          assertThat(served(site)).isPositive();
          ScrubTest.flip(file, at, bit);
        }
      }
      assertThat(scrub(site).clean()).isTrue();
    }
  }

  @Test
  void inTheTrail() throws IOException {
    Random random = new Random(SEED);
    Site first = new Site(folder.resolve("home"));
    try (first) {
      fill(first);
    }
    try (Site site = first.again()) {
      // In the journal, and in tiles, bundle and checkpoint of the stop before.
      site.store(Made.ct(1, 1, 1, 1));
      List<Path> files;
      try (Stream<Path> walk = Files.walk(site.home.resolve("trail"))) {
        files =
            walk.filter(Files::isRegularFile)
                // The sealed key, the lock and the home's own choice of a log are no records: what
                // is wrong with the first stops the opening.
                .filter(f -> !f.getFileName().toString().matches("own|lock|.*\\.key"))
                .sorted()
                .toList();
      }
      assertThat(files.toString()).contains("checkpoint", "tile", "journal");
      for (Path file : files) {
        for (int i = 0; i < 2 * TIMES && Files.size(file) > 0; i++) {
          long at = random.nextLong(Files.size(file));
          int bit = random.nextInt(8);
          ScrubTest.flip(file, at, bit);
          // What a round asks; the round itself would write to the trail that is damaged. That the
          // last record isn't whole is a warning, and damage when it stays so.
          Verification found = TrailVerifier.verify(site.home.resolve("trail"), Optional.empty());
          assertThat(found.ok() && found.warnings().isEmpty())
              .as("seed %d, %s byte %d bit %d", SEED, file.getFileName(), at, bit)
              .isFalse();
          ScrubTest.flip(file, at, bit);
        }
      }
      assertThat(scrub(site).clean()).isTrue();
    }
  }

  /** What every table says, without what changes with each opening. */
  private static Map<String, List<String>> dump(Site site) throws IOException {
    Map<String, List<String>> tables = new TreeMap<>();
    site.archive.exclusively(session -> {
      List<String> names = new ArrayList<>();
      session.each(ScrubSql.TABLES, row -> names.add(row.getString(1)));
      names.removeIf(n -> n.startsWith("scrub_") || n.startsWith("sqlite_"));
      for (String name : names) {
        List<String> rows = new ArrayList<>();
        session.each(
            "SELECT * FROM " + name,
            row -> {
              StringBuilder text = new StringBuilder();
              for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                Object value = row.getObject(i);
                text.append(row.getMetaData().getColumnName(i))
                    .append('=')
                    .append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
                    .append('|');
              }
              return rows.add(text.toString());
            });
        rows.sort(null);
        tables.put(name, rows);
      }
    });
    return tables;
  }

  /**
   * Columns that are kept nowhere twice: a change of one can't be told, and does no harm to find.
   */
  private static String known(String row) {
    return row.replaceAll(
        "(received|noted|sender|added|installed_[a-z]+|execution_time|description|type|script|checksum|success)=[^|]*\\|",
        "");
  }

  /** Of each: a byte that a page is read by, bytes of rows and of what finds them, any byte. */
  private IndexPages.Place place(int turn, IndexPages pages, Path index, Random random)
      throws IOException {
    return switch (turn % 5) {
      case 0 -> pages.structure(index, random);
      case 4 -> new IndexPages.Place("the file", "byte", random.nextLong(Files.size(index)));
      default -> pages.cell(index, random);
    };
  }

  @Test
  void inTheIndex() throws IOException {
    Random random = new Random(SEED);
    Path whole = folder.resolve("home");
    Site first = new Site(whole);
    Map<String, List<String>> sound;
    AtomicReference<IndexPages> pages = new AtomicReference<>();
    try (first) {
      fill(first);
      sound = dump(first);
      first.archive.exclusively(session -> pages.set(new IndexPages(session)));
    }
    int found = 0;
    int live = 0;
    for (int i = 0; i < 15 * TIMES; i++) {
      Path home = Homes.copy(whole, folder.resolve("flip" + i));
      Path index = home.resolve(IndexDatabase.FILE);
      IndexPages.Place place = place(i, pages.get(), index, random);
      int bit = random.nextInt(8);
      String where = "seed %d, flip %d: %s, bit %d".formatted(SEED, i, place, bit);
      ScrubTest.flip(index, place.at(), bit);
      boolean finds = finds(first, home, sound, where);
      if (finds) {
        mends(first, home, where);
      }
      if (!place.part().equals("byte")) {
        live++;
        found += finds ? 1 : 0;
      }
      Homes.delete(home);
    }
    System.out.printf("seed %d: %d of %d flips of bytes in use found%n", SEED, found, live);
    assertThat(found).as("found, of %d", live).isGreaterThan(live / 2);
  }

  /** Which study, or which row or page; and what mends it. */
  private static void namesIt(Damage damage) {
    assertThat(damage.kind().fix()).isNotEmpty();
    assertThat(damage.place()).isNotEmpty();
    if (damage.study().isEmpty()) {
      assertThat(damage.place() + damage.detail()).containsPattern("index.db|trail/|blobs/");
    }
  }

  private boolean finds(Site first, Path home, Map<String, List<String>> sound, String where)
      throws IOException {
    try (Site site = first.again(home)) {
      if (site.archive.opening().rebuilt()) {
        // What the index says of itself was hit: it was made anew.
        return true;
      }
      ScrubReport report = scrub(site);
      served(site);
      if (!report.clean()) {
        assertThat(report.damage()).as(where).isNotEmpty().allSatisfy(BitFlipTest::namesIt);
        return true;
      }
      assertThat(served(site)).as(where).isEqualTo(6);
      Map<String, List<String>> now = dump(site);
      for (String table : sound.keySet()) {
        if (!table.equals("setting") && !table.equals("flyway_schema_history")) {
          assertThat(
                  Objects.requireNonNull(now.get(table)).stream().map(BitFlipTest::known).toList())
              .as(where + ", table " + table)
              .isEqualTo(
                  Objects.requireNonNull(sound.get(table)).stream()
                      .map(BitFlipTest::known)
                      .toList());
        }
      }
      return false;
    } catch (IOException | RuntimeException refused) {
      // The start says so: it is refused, and the file put aside by a reindex.
      return true;
    }
  }

  private void mends(Site first, Path home, String where) throws IOException {
    if (IndexRepair.isDamaged(home)) {
      assertThat(IndexRepair.run(home, Clock.systemUTC(), true).done()).as(where).isTrue();
    }
    try (Site site = first.again(home)) {
      if (!site.archive.opening().rebuilt()) {
        assertThat(site.archive.reindex().damaged()).as(where).isZero();
      }
      assertThat(scrub(site).damage()).as(where).isEmpty();
      assertThat(served(site)).as(where).isEqualTo(6);
    }
  }

  /** A log of SQLite's that is damaged ends where the damage is: the vault tells of the rest. */
  @Test
  void inTheIndexesLog() throws IOException {
    Random random = new Random(SEED);
    Path copy = folder.resolve("copy");
    Site running = new Site(folder.resolve("home"));
    try (running) {
      fill(running);
      Homes.copy(running.home, copy);
    }
    for (int i = 0; i < 5 * TIMES; i++) {
      Path home = Homes.copy(copy, folder.resolve("flip" + i));
      Path log = home.resolve(IndexDatabase.FILE + "-wal");
      long at = random.nextLong(Files.size(log));
      int bit = random.nextInt(8);
      String where = "seed %d, log byte %d bit %d".formatted(SEED, at, bit);
      ScrubTest.flip(log, at, bit);
      try (Site site = running.again(home)) {
        assertThat(served(site)).as(where).isEqualTo(6);
        assertThat(scrub(site).damage()).as(where).isEmpty();
      }
      Homes.delete(home);
    }
  }
}
