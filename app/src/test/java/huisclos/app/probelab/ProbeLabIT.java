package huisclos.app.probelab;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.wire.Purpose;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program against the laboratory: every verdict and count beside the truth, and no value of a
 * patient in any byte that was written or in any object that was left alive.
 */
class ProbeLabIT {
  private static final List<String> NEEDED =
      List.of(
          "Orthanc", "dcmqrscp", "storescu", "storescp", "wlmscpfs", "nginx", "vsftpd", "openssl");
  private static final Set<Rung> ASKED = EnumSet.range(Rung.REACHABLE, Rung.RETRIEVABLE);
  private static final Path REPORT = Path.of("target", "probe-lab.md");

  @TempDir static Path folder;
  private static Optional<Stations> started = Optional.empty();
  private static final StringBuilder TABLES = new StringBuilder();

  @BeforeAll
  static void start() throws Exception {
    for (String program : NEEDED) {
      Assumptions.assumeTrue(
          LabProcess.installed(program), "skipped: " + program + " is not installed");
    }
    Assumptions.assumeTrue(
        Files.exists(OrthancServer.DICOMWEB_PLUGIN), "skipped: orthanc-dicomweb is not installed");
    // Names of files and patients lie in the servers' folder, so it isn't among the probe's.
    started = Optional.of(new Stations(Files.createDirectories(folder.resolve("servers"))));
  }

  @AfterAll
  static void end() throws IOException {
    started.ifPresent(Stations::close);
    System.out.println(TABLES);
    Files.createDirectories(REPORT.toAbsolutePath().getParent());
    Files.writeString(REPORT, TABLES);
  }

  @Test
  void everyVerdictAndCountIsTrue() throws Exception {
    Stations lab = started.orElseThrow();
    List<Truth> truths = new ArrayList<>(Truths.servers(lab));
    truths.addAll(FakeTruths.of(lab));
    Path own = folder.resolve("main");
    Probing probing = new Probing(own);
    LabScope scope = new LabScope(own.resolve("scope"), "laboratory", truths, ASKED);
    compared("A stranger, up to `retrievable`", truths, probing.probe(scope, dump(own)));
    assertThat(lab.fakes.trips).as("calls at a host that isn't in the scope").hasValue(0);
    reported(probing, own);
    assertNoCanary(own);
  }

  @Test
  void namesThatMayCrossAreCountedAndNotKept() throws Exception {
    Stations lab = started.orElseThrow();
    List<Truth> truths = ConsentTruths.names(lab);
    Path own = folder.resolve("names");
    Probing probing = new Probing(own);
    LabScope scope = new LabScope(own.resolve("scope"), "names", truths, ASKED);
    truths.stream()
        .map(Truth::address)
        .distinct()
        .forEach(host -> scope.consent(host, Set.of(), true));
    compared("With `phi_in_transit`", truths, probing.probe(scope, dump(own)));
    assertNoCanary(own);
  }

  @Test
  void whatMayBeWrittenOrLoggedInToIsTold() throws Exception {
    Stations lab = started.orElseThrow();
    long before = lab.byDefault.instances(Optional.of("orthanc:orthanc"));
    List<Truth> truths = ConsentTruths.writes(lab);
    Path own = folder.resolve("writes");
    Probing probing = new Probing(own);
    LabScope scope =
        new LabScope(own.resolve("scope"), "writes", truths, EnumSet.allOf(Rung.class));
    truths.stream()
        .map(Truth::address)
        .distinct()
        .forEach(host -> scope.consent(host, Set.of(Rung.CREDENTIALS, Rung.WRITABLE), false));
    compared("With owners' consent", truths, probing.probe(scope, dump(own)));
    assertThat(lab.byDefault.instances(Optional.of("orthanc:orthanc"))).isEqualTo(before + 1);
    assertThat(lab.storescp.stored(lab.folder)).isEqualTo(1);
    assertNoCanary(own);
  }

  /** The same looks without a scope between: what they send is what a plan lists, word for word. */
  @Test
  void nothingIsSentThatNoPlanShows() throws Exception {
    Stations lab = started.orElseThrow();
    List<Truth> truths = new ArrayList<>(Truths.servers(lab));
    truths.addAll(FakeTruths.of(lab));
    Visitor visitor = new Visitor(ASKED, false);
    List<Finding> found = new CopyOnWriteArrayList<>();
    try (ExecutorService visits = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (Truth truth : truths) {
        Door door = Door.of(InetAddress.ofLiteral(truth.address()), truth.port(), truth.kind());
        all.add(visits.submit(() -> found.addAll(visitor.at(door))));
      }
      for (Future<Boolean> visit : all) {
        assertThat(visit.get()).isTrue();
      }
    }
    assertThat(visitor.unplanned()).isEmpty();
    assertThat(visitor.sent()).hasSizeGreaterThan(truths.size()).noneMatch(Purpose::namesCross);
    Table table = new Table("Looks alone", truths, found);
    assertThat(table.wrong()).as(table.text()).isEmpty();
  }

  private static Path dump(Path own) {
    return own.resolve("heap.hprof");
  }

  private static void compared(String title, List<Truth> truths, List<Finding> findings) {
    Table table = new Table(title, truths, findings);
    TABLES.append(table.text()).append('\n');
    assertThat(table.wrong()).as(table.text()).isEmpty();
  }

  /** Everything that the program makes of results. */
  private static void reported(Probing probing, Path own) throws Exception {
    Path reports = Files.createDirectories(own.resolve("reports"));
    String results = probing.results().toString();
    for (String format : List.of("html", "pdf", "json", "csv", "sarif", "text")) {
      Path to = reports.resolve("report." + format);
      Probing.ok(
          probing.run(
              "probe",
              "report",
              "--out",
              results,
              "--with-addresses",
              "--format",
              format,
              "--to",
              to.toString()));
      assertThat(to).isNotEmptyFile();
    }
    Probing.ok(
        probing.run(
            "probe",
            "notice",
            "--out",
            results,
            "--all",
            "--lang",
            "de",
            "--to",
            reports.resolve("notices").toString()));
  }

  private static void assertNoCanary(Path own) throws IOException {
    // The dump is a real one: the program's own mark is in it.
    String mark = HeapDumped.MARK_FIRST + HeapDumped.MARK_SECOND;
    assertThat(Search.first(List.of(mark.getBytes(StandardCharsets.US_ASCII)), dump(own)))
        .isPresent();
    int files = 0;
    try (Stream<Path> all = Files.walk(own)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files++;
        assertThat(Canaries.in(file)).as("%s", file).isEmpty();
      }
    }
    assertThat(files).isGreaterThan(10);
  }

  @Test
  void theSearchFindsWhatItLooksFor() throws IOException {
    for (byte[] needle : Canaries.needles()) {
      byte[] hay = new byte[(1 << 20) + 37];
      System.arraycopy(needle, 0, hay, hay.length - 9 - needle.length, needle.length);
      Path file = Files.write(folder.resolve("hay"), hay);
      assertThat(Canaries.in(file)).isPresent();
    }
    Path real = Canaries.write(folder.resolve("written"), 1, new Canaries.Load(1, 1, 1));
    try (Stream<Path> files = Files.list(real)) {
      assertThat(Canaries.in(files.findFirst().orElseThrow())).isPresent();
    }
  }
}
