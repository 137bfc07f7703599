package huisclos.probe.scope;

import static huisclos.probe.scope.ScopeFolder.MILD;
import static huisclos.probe.scope.ScopeFolder.NOON;
import static huisclos.probe.scope.ScopeFolder.SEEN;
import static org.assertj.core.api.Assertions.assertThat;

import huisclos.probe.finding.Rung;
import huisclos.probe.wire.Mandate;
import huisclos.probe.wire.Purpose;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked at the socket. */
class ScopeMandateTest {
  private static final Purpose HELLO = Purpose.of(Rung.REACHABLE, "connect");

  @TempDir private Path temp = Path.of(".");
  private Instant now = NOON;

  ScopeMandateTest() {}

  private Scope scope(String text) throws IOException, ScopeException {
    return new ScopeFolder(temp).signed(text).load();
  }

  private Mandate mandate(String text) throws IOException, ScopeException {
    return scope(text).mandate(() -> now);
  }

  private static Optional<String> to(Mandate mandate, String address) {
    return mandate.objection(InetAddress.ofLiteral(address), 104, HELLO);
  }

  @Test
  void anAddressIsInsideOrNot() throws IOException, ScopeException {
    Mandate mandate =
        mandate(
            MILD
                + "[exclude]\naddresses = [\"192.0.2.64/26\", \"2001:db8::7\"]\n"
                + "[[range]]\ncidr = \"192.0.2.0/24\"\n[[range]]\ncidr = \"2001:db8::/120\"\n");
    assertThat(to(mandate, "192.0.2.63")).isEmpty();
    assertThat(to(mandate, "192.0.2.64")).hasValue("the scope excludes this address");
    assertThat(to(mandate, "192.0.2.127")).isPresent();
    assertThat(to(mandate, "192.0.2.128")).isEmpty();
    assertThat(to(mandate, "192.0.1.255")).hasValue("the address is out of scope");
    assertThat(to(mandate, "192.0.3.0")).isPresent();
    assertThat(to(mandate, "2001:db8::6")).isEmpty();
    assertThat(to(mandate, "2001:db8::7")).isPresent();
    assertThat(to(mandate, "2001:db8::100")).isPresent();
    // The other spelling of an IPv4 address is the same address.
    assertThat(Ip.of(InetAddress.ofLiteral("::ffff:192.0.2.64")))
        .isEqualTo(Ip.of(InetAddress.ofLiteral("192.0.2.64")));
    assertThat(to(mandate, "::ffff:192.0.2.64")).isPresent();
    // What carries one through a gateway isn't.
    assertThat(to(mandate, "64:ff9b::192.0.2.1")).isPresent();
  }

  @Test
  void portRungWindowAndNames() throws IOException, ScopeException {
    Mandate mandate = mandate(MILD + "[[range]]\ncidr = \"192.0.2.0/24\"\nports = [104, 80]\n");
    InetAddress host = InetAddress.ofLiteral("192.0.2.1");
    assertThat(mandate.objection(host, 80, HELLO)).isEmpty();
    assertThat(mandate.objection(host, 443, HELLO)).isPresent();
    assertThat(mandate.objection(host, 80, Purpose.of(Rung.QUERYABLE, "ask")))
        .hasValue("the scope doesn't allow the rung queryable here");
    assertThat(mandate.objection(host, 80, Purpose.withNames(Rung.REACHABLE, "names"))).isPresent();
    now = Instant.parse("2026-11-23T23:59:59.999Z");
    assertThat(mandate.objection(host, 80, HELLO)).isEmpty();
    now = Instant.parse("2026-11-24T00:00:00Z");
    assertThat(mandate.objection(host, 80, HELLO)).isPresent();
    now = Instant.parse("2026-11-22T23:59:59Z");
    assertThat(mandate.objection(host, 80, HELLO)).isPresent();
  }

  @Test
  void whatNobodySignedAllowsNothing() throws IOException, ScopeException {
    ScopeFolder folder = new ScopeFolder(temp);
    folder.write(MILD + ScopeFolder.RANGE);
    Scopes.Draft draft = Scopes.draft(folder.file, folder.trusted, InstantSource.fixed(NOON));
    assertThat(draft.obstacle()).isPresent();
    assertThat(to(draft.scope().mandate(InstantSource.fixed(NOON)), "192.0.2.1"))
        .hasValue("nobody signed the scope");
    assertThat(to(Scopes.unsigned(folder.file).mandate(() -> NOON), "192.0.2.1")).isPresent();
  }

  @Test
  void loopbackOnlyWhereItIsMeant() throws IOException, ScopeException {
    Scope wide = scope(MILD + "[[range]]\ncidr = \"126.255.255.0/24\"\n");
    assertThat(wide.targets().size()).isEqualTo(256);
    Mandate meant = mandate(MILD + "[[range]]\ncidr = \"127.0.0.0/24\"\n");
    assertThat(to(meant, "127.0.0.1")).isEmpty();
    assertThat(Specials.notMeant(Span.parse("126.0.0.0/7")).spans())
        .containsExactly(Span.parse("127.0.0.0/8"));
    assertThat(Specials.notMeant(Span.parse("127.0.0.0/24")).spans()).isEmpty();
  }

  @Test
  void whereRangesOverlapTheNarrowerWins() throws IOException, ScopeException {
    Scope scope =
        scope(
            ScopeFolder.ASKING
                + "[[range]]\ncidr = \"192.0.2.0/24\"\nowner = \"Group\"\n"
                + SEEN
                + "[[range]]\ncidr = \"192.0.2.16/28\"\nowner = \"Practice\"\n"
                + "rungs = [\"reachable\"]\nports = [104]\n"
                + "[[range]]\nname = \"Pacs.example.org\"\naddresses = [\"192.0.2.99\"]\n"
                + "intended_public = \"teaching set\"\n"
                + SEEN);
    Mandate mandate = scope.mandate(() -> now);
    InetAddress inside = InetAddress.ofLiteral("192.0.2.17");
    assertThat(mandate.rungs(inside)).containsExactly(Rung.REACHABLE);
    assertThat(scope.portsOf(inside)).extracting(PortRule::port).containsExactly(104);
    assertThat(scope.ownerOf(inside)).hasValue("Practice");
    assertThat(scope.ownerOf(InetAddress.ofLiteral("192.0.2.1"))).hasValue("Group");
    assertThat(mandate.rungs(InetAddress.ofLiteral("192.0.2.1"))).contains(Rung.COUNTABLE);
    assertThat(scope.targets().size()).isEqualTo(256);
    assertThat(scope.targets().nameOf(InetAddress.ofLiteral("192.0.2.99")))
        .hasValue("pacs.example.org");
    assertThat(scope.intendedPublic(InetAddress.ofLiteral("192.0.2.99"))).hasValue("teaching set");
  }

  @Test
  void tenThousandRangesAreQuick() throws IOException, ScopeException {
    StringBuilder text = new StringBuilder(MILD);
    for (int i = 0; i < 10_000; i++) {
      text.append("[[range]]\ncidr = \"10.%d.%d.0/30\"\n".formatted(i / 250, i % 250));
    }
    Scope scope = scope(text.toString());
    Mandate mandate = scope.mandate(() -> now);
    assertThat(scope.targets().size()).isEqualTo(40_000);
    long begun = System.nanoTime();
    int allowed = 0;
    for (int i = 0; i < 200_000; i++) {
      allowed += mandate.objection(scope.targets().at(i % 40_000), 104, HELLO).isEmpty() ? 1 : 0;
    }
    assertThat(allowed).isEqualTo(200_000);
    // Some 0.1 s; a walk over all ranges would take minutes.
    assertThat(System.nanoTime() - begun).as("ns for 200,000").isLessThan(10_000_000_000L);
  }
}
