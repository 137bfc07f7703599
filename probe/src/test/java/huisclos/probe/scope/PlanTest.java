package huisclos.probe.scope;

import static huisclos.probe.scope.ScopeFolder.ASKING;
import static huisclos.probe.scope.ScopeFolder.NOON;
import static huisclos.probe.scope.ScopeFolder.SEEN;
import static org.assertj.core.api.Assertions.assertThat;

import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.look.Look;
import huisclos.probe.look.Visit;
import huisclos.probe.wire.Purpose;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan says. */
class PlanTest {
  @TempDir private Path temp = Path.of(".");

  PlanTest() {}

  /** Sends a message a rung. */
  private record Words(DoorKind kind) implements Look {
    @Override
    public Set<DoorKind> kinds() {
      return Set.of(kind);
    }

    @Override
    public List<Purpose> purposes(DoorKind kind, Set<Rung> rungs, boolean namesMayCross) {
      return rungs.stream().sorted().map(r -> Purpose.of(r, kind.word() + "/" + r.word())).toList();
    }

    @Override
    public List<Finding> at(Visit visit) {
      throw new AssertionError("a plan looks at nothing");
    }
  }

  private static final String TEXT =
      ASKING.replace("\"countable\"", "\"writable\"")
          + "[ports]\ndicom = [104, 11112]\ndicom_tls = []\nhttp = [80]\nhttps = []\nhl7 = []\n"
          + "ftp = []\nsmb = []\n[exclude]\naddresses = [\"192.0.2.0/28\"]\n"
          + "[rates]\nper_host_per_second = 0.5\n"
          + "[[range]]\ncidr = \"192.0.2.0/24\"\nowner = \"Group\"\n"
          + SEEN
          + "[[range]]\ncidr = \"198.51.100.0/30\"\nports = [80]\nrungs = [\"reachable\"]\n"
          + "[[consent]]\nhost = \"192.0.2.200\"\nrungs = [\"writable\"]\ntext = \"Do.\"\n"
          + "deletion_plan = \"I delete it.\"\ndate = 2026-11-20\n";

  private static final List<Look> LOOKS =
      List.of(new Words(DoorKind.DICOM), new Words(DoorKind.HTTP));

  @Test
  void everyAddressIsInOneRowWithWhatItGets() throws IOException, ScopeException {
    Plan plan = Plan.of(new ScopeFolder(temp).signed(TEXT).load(), LOOKS);
    assertThat(plan.rows())
        .extracting(Plan.Row::range, Plan.Row::addresses)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("192.0.2.0/24", 239L),
            org.assertj.core.groups.Tuple.tuple("192.0.2.0/24 192.0.2.200", 1L),
            org.assertj.core.groups.Tuple.tuple("198.51.100.0/30", 4L));
    assertThat(plan.connections()).isEqualTo(240 * 3 + 4);
    Plan.Row consented =
        plan.rows().stream().filter(row -> row.addresses() == 1).findFirst().orElseThrow();
    Plan.Sending sending =
        plan.sendings().stream()
            .filter(s -> Integer.valueOf(s.number()).equals(consented.sends().get(DoorKind.DICOM)))
            .findFirst()
            .orElseThrow();
    assertThat(sending.purposes()).extracting(Purpose::what).contains("dicom/writable");
    assertThat(plan.sendings().stream().filter(s -> s.rungs().contains(Rung.WRITABLE)))
        .as("only the consenting host's")
        .hasSize(2);
    // Three connections two seconds apart; 724 at a hundred a second; 240 hosts at 64 at once.
    assertThat(plan.atLeast()).isEqualTo(Duration.ofSeconds(15));
    assertThat(plan.ifSilent()).isEqualTo(Duration.ofSeconds(34));
  }

  @Test
  void peopleAndProgramsReadTheSame() throws IOException, ScopeException {
    ScopeFolder folder = new ScopeFolder(temp).write(TEXT);
    Scopes.Draft draft = Scopes.draft(folder.file, folder.trusted, InstantSource.fixed(NOON));
    Plan plan = Plan.of(draft, LOOKS);
    assertThat(plan.text())
        .contains(
            "192.0.2.0/24: 239 addresses",
            "owner",
            "DNS TXT _huisclos-probe.example.org said huisclos-probe=abc on 2026-11-01",
            "port 104, 11112: gets [1]",
            "deletion",
            "dicom/queryable",
            "Nothing may be sent by this scope now",
            "isn't signed");
    var json = plan.json();
    assertThat(json.path("maySend").asBoolean()).isFalse();
    assertThat(json.path("addresses").asLong()).isEqualTo(244);
    assertThat(json.path("ranges")).hasSize(3);
    assertThat(json.path("sends").path(0).path("purposes").path(0).path("what").asString())
        .isEqualTo("dicom/reachable");
  }
}
