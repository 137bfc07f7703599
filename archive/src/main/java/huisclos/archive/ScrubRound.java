package huisclos.archive;

import huisclos.trail.TrailException;
import huisclos.trail.TrailVerifier;
import huisclos.trail.Verification;
import huisclos.vault.BlobAddress;
import huisclos.vault.ContainerInfo;
import huisclos.vault.RingReport;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One look at everything: key ring, index, objects, rows, trail. Used by one thread. */
final class ScrubRound {
  /** Rows that are read at once. */
  private static final int PAGE = 200;

  /** What a page of rows counts for at the set rate, bytes for each. */
  private static final int ROW_BYTES = 4_096;

  /** Problems of one integrity check that are named. */
  private static final int MAX_PROBLEMS = 20;

  /** Characters of one that are shown. */
  private static final int MAX_LINE = 200;

  private static final Pattern TREE = Pattern.compile("Tree ([0-9]+) ");

  /** How long a record of the trail may take to be written. */
  private static final long SETTLE_NANOS = 2_000_000_000L;

  /** What is looked at. */
  record Parts(
      Path home,
      Vault vault,
      IndexDatabase index,
      Committer committer,
      SealedAttributes sealed,
      Tokens tokens) {}

  private final Parts parts;
  private final ScrubPace pace;
  private final Clock clock;
  private final Consumer<Damage> sink;
  private final LongConsumer reached;
  private final ScrubTally tally = new ScrubTally();
  private final SpareCopies copies = new SpareCopies();
  private final ScrubInstances instances;
  private boolean whole = true;
  private volatile String phase = "";

  /**
   * @param sink takes each damage met
   * @param reached told of each container that is done
   */
  ScrubRound(
      Parts parts, ScrubPace pace, Clock clock, Consumer<Damage> sink, LongConsumer reached) {
    this.parts = parts;
    this.pace = pace;
    this.clock = clock;
    this.sink = sink;
    this.reached = reached;
    this.instances = new ScrubInstances(parts.vault, parts.sealed, copies);
  }

  ScrubTally tally() {
    return tally;
  }

  /** What is looked at now. */
  String phase() {
    return phase;
  }

  /** Has it end soon. */
  void end() {
    pace.end();
  }

  /**
   * Looks.
   *
   * @param from the container of {@code blobs/} to go on behind; 0 for all
   * @return whether all of it could be looked at
   */
  boolean run(long from) throws IOException {
    phase = "key ring";
    ring();
    ScrubOthers others = new ScrubOthers(parts.vault, parts.sealed, parts.index);
    rows(others.keys());
    phase = "index";
    integrity();
    phase = "objects";
    ScrubBlobs blobs =
        new ScrubBlobs(parts.vault, parts.index, instances, copies, tally, pace, clock, sink);
    for (ContainerInfo container : parts.vault.containers(BlobAddress.BLOBS)) {
      if (container.number() > from) {
        blobs.container(container);
        reached.accept(container.number());
      }
    }
    phase = "quarantine";
    for (ContainerInfo container : parts.vault.containers(BlobAddress.QUARANTINE)) {
      blobs.container(container);
    }
    phase = "rows";
    rows(instances);
    rows(new ScrubSeries(parts.sealed));
    rows(new ScrubStudies(parts.vault, parts.sealed, parts.tokens, parts.index));
    for (ScrubRow.Table table : others.tables()) {
      rows(table);
    }
    phase = "trail";
    trail();
    reached.accept(0);
    return whole;
  }

  private void ring() throws IOException {
    RingReport report = parts.vault.ring().check();
    if (!report.complete()) {
      report = parts.vault.ring().check();
    }
    whole &= report.complete();
    Instant now = clock.instant();
    for (RingReport.Problem problem : report.problems()) {
      String place = "keys/ring offset " + problem.offset();
      List<Damage> studies = new ArrayList<>();
      for (StudyKeyId key : problem.studies()) {
        studies.addAll(ofKey(key, place, problem.what(), now));
      }
      studies.forEach(sink);
      if (studies.isEmpty()) {
        sink.accept(Damage.at(DamageKind.KEY, place, problem.what(), now));
      }
    }
  }

  private List<Damage> ofKey(StudyKeyId key, String place, String what, Instant now)
      throws IOException {
    return parts.index.read(session -> {
      List<Damage> list = new ArrayList<>();
      session.each(
          ScrubSql.STUDIES_OF_KEY,
          row ->
              list.add(
                  new Damage(
                      DamageKind.KEY,
                      place + " key " + key,
                      row.getString(1),
                      "",
                      "",
                      row.getLong(2),
                      what,
                      now)),
          key.toString());
      return list;
    });
  }

  private void integrity() {
    List<String> problems = problems(parts.index);
    for (int i = 0; i < problems.size(); i++) {
      // SQLite names pages, cells, tables and indexes, never values.
      sink.accept(
          Damage.at(DamageKind.INDEX, "index.db " + (i + 1), problems.get(i), clock.instant()));
    }
  }

  /** What SQLite itself finds wrong with an index: each with the table or index that it hits. */
  static List<String> problems(IndexDatabase index) {
    List<String> problems = new ArrayList<>();
    Map<String, String> trees = new HashMap<>();
    try {
      var _ =
          index.read(session -> {
            session.each(
                ScrubSql.TREES,
                row -> {
                  trees.put(row.getString(1), row.getString(2));
                  return true;
                });
            session.each(
                ScrubSql.INTEGRITY, row -> add(problems, row.getString(1).lines().toList(), trees));
            session.each(
                ScrubSql.FOREIGN_KEYS,
                row ->
                    add(
                        problems,
                        List.of("a row of " + row.getString(1) + " names none that is there"),
                        trees));
            return true;
          });
    } catch (ArchiveException e) {
      problems.add("it can't be read");
    }
    return problems;
  }

  /** SQLite tells of one tree in many lines and names it by its root page alone. */
  private static boolean add(List<String> problems, List<String> lines, Map<String, String> trees) {
    for (String line : lines) {
      if (problems.size() < MAX_PROBLEMS && !line.equals("ok") && !line.startsWith("***")) {
        Matcher tree = TREE.matcher(line);
        String name = tree.lookingAt() ? trees.getOrDefault(tree.group(1), "") : "";
        String shown = line.substring(0, Math.min(line.length(), MAX_LINE));
        problems.add(name.isEmpty() ? shown : name + ": " + shown);
      }
    }
    return problems.size() < MAX_PROBLEMS;
  }

  private void rows(ScrubRow.Table table) throws IOException {
    long after = Long.MIN_VALUE + 1;
    while (true) {
      List<ScrubRow> page;
      try {
        long from = after;
        page = parts.index.read(session -> table.after(session, from, PAGE));
      } catch (ArchiveException | RuntimeException e) {
        sink.accept(
            Damage.at(
                DamageKind.INDEX,
                "index.db table " + table.name(),
                "its rows can't be read",
                clock.instant()));
        return;
      }
      if (page.isEmpty()) {
        return;
      }
      for (ScrubRow row : page) {
        tally.rows.incrementAndGet();
        if (check(table, row).isPresent()) {
          confirm(table, row.id());
        }
      }
      after = page.getLast().id();
      pace.spent((long) page.size() * ROW_BYTES);
    }
  }

  private Optional<Damage> check(ScrubRow.Table table, ScrubRow row) throws IOException {
    try {
      return row.check(clock.instant());
    } catch (IllegalArgumentException e) {
      return Optional.of(
          Damage.at(
              DamageKind.ROW,
              "index.db " + table.name() + " " + row.id(),
              "it can't be read",
              clock.instant()));
    }
  }

  /** The row may have changed between two looks at it: now nobody else writes. */
  private void confirm(ScrubRow.Table table, long id) throws IOException {
    parts.committer.exclusively(session -> {
      Optional<ScrubRow> row = parts.index.read(s -> table.one(s, id));
      if (row.isPresent()) {
        check(table, row.get()).ifPresent(sink);
      }
    });
  }

  private void trail() throws IOException {
    Path trail = parts.home.resolve("trail");
    if (!Files.isDirectory(trail)) {
      return;
    }
    try {
      new ScrubDevices(trail).check(parts.index, clock.instant()).forEach(sink);
    } catch (TrailException e) {
      whole = false; // The verification says where it can't be read.
    }
    Verification found = TrailVerifier.verify(trail, Optional.empty());
    found.logs().forEach(log -> tally.records.addAndGet(log.size()));
    List<Verification.Finding> problems = new ArrayList<>(found.problems());
    problems.addAll(unfinished(trail, found));
    for (Verification.Finding problem : problems) {
      sink.accept(
          Damage.at(
              DamageKind.TRAIL,
              "trail/"
                  + problem.file()
                  + (problem.index().isPresent() ? " record " + problem.index().getAsLong() : ""),
              problem.message(),
              clock.instant()));
    }
  }

  /**
   * A record at the end that isn't whole is one that is being written, unless it stays so: the
   * opening cuts off what a stop left.
   */
  private List<Verification.Finding> unfinished(Path trail, Verification found) throws IOException {
    if (found.warnings().stream().noneMatch(w -> w.kind() == Verification.Kind.UNFINISHED)) {
      return List.of();
    }
    pace.sleep(SETTLE_NANOS);
    List<Verification.Finding> still =
        new ArrayList<>(TrailVerifier.verify(trail, Optional.empty()).warnings());
    still.retainAll(found.warnings());
    still.removeIf(w -> w.kind() != Verification.Kind.UNFINISHED);
    return still;
  }
}
