package huisclos.probe.scope;

import static huisclos.probe.scope.ScopeFolder.ASKING;
import static huisclos.probe.scope.ScopeFolder.HEAD;
import static huisclos.probe.scope.ScopeFolder.MILD;
import static huisclos.probe.scope.ScopeFolder.NOON;
import static huisclos.probe.scope.ScopeFolder.RANGE;
import static huisclos.probe.scope.ScopeFolder.SEEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.probe.finding.Rung;
import huisclos.probe.wire.Mandate;
import huisclos.probe.wire.Purpose;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a scope doesn't do, by its name. */
class ScopeRefusalsTest {
  @TempDir private Path temp = Path.of(".");
  private ScopeFolder folder;

  ScopeRefusalsTest() throws IOException, ScopeException {
    folder = new ScopeFolder(Path.of("."));
  }

  @BeforeEach
  void furnish() throws IOException, ScopeException {
    folder = new ScopeFolder(temp);
  }

  private static void refused(ThrowingCallable load, String... words) {
    assertThatThrownBy(load).isInstanceOf(ScopeException.class).hasMessageContainingAll(words);
  }

  private void refuses(String text, String... words) throws IOException, ScopeException {
    folder.write(text);
    refused(() -> Scopes.unsigned(folder.file), words);
  }

  @Test
  void aSignedOneIsTaken() throws IOException, ScopeException {
    Scope scope = folder.signed(MILD + RANGE).load();
    assertThat(scope.authorisers()).containsExactly("alice");
    assertThat(scope.targets().size()).isEqualTo(256);
    assertThat(scope.rates()).isEqualTo(Rates.usual());
  }

  @Test
  void unsigned() throws IOException, ScopeException {
    folder.write(MILD + RANGE);
    refused(folder::load, "isn't signed");
  }

  @Test
  void signedBySomebodyUnknown() throws IOException, ScopeException {
    Keys.generate("mallory", folder.keys);
    folder.write(MILD + RANGE).sign(folder.keys.resolve("mallory.key.pem"));
    refused(folder::load, "no trusted authoriser signed");
  }

  @Test
  void signedByAnOwner() throws IOException, ScopeException {
    folder.write(MILD + RANGE).sign(folder.trust("otto", TrustedKey.Role.OWNER));
    refused(folder::load, "no trusted authoriser signed");
  }

  @Test
  void noLongerTrusted() throws IOException, ScopeException {
    folder.signed(MILD + RANGE).load();
    folder.trusted.remove("alice");
    refused(folder::load, "no trusted authoriser signed");
  }

  @Test
  void anyByteChanged() throws IOException, ScopeException {
    folder.signed(MILD + RANGE).load();
    byte[] bytes = Files.readAllBytes(folder.file);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= 1;
      Files.write(folder.file, bytes);
      // Each bit of it counts: what is still TOML isn't what was signed.
      assertThatThrownBy(folder::load).as("byte %d", i).isInstanceOf(ScopeException.class);
      bytes[i] ^= 1;
    }
    Files.write(folder.file, bytes);
    Files.writeString(folder.file, "\n", java.nio.file.StandardOpenOption.APPEND);
    refused(folder::load, "no trusted authoriser signed");
    Files.write(folder.file, bytes);
    folder.load();
  }

  @Test
  void signedByTheOperatorsNamesake() throws IOException, ScopeException {
    folder.write(MILD + RANGE).sign(folder.trust("Olga", TrustedKey.Role.AUTHORISER));
    refused(folder::load, "operator's own key");
  }

  @Test
  void theOperatorHoldsThePrivateHalf() throws IOException, ScopeException {
    folder.signed(MILD + RANGE).load();
    Files.copy(folder.keys.resolve("alice.key.pem"), folder.home.resolve("k.pem"));
    refused(folder::load, "operator's own key");
    Keys.generate("bob", folder.home);
    refused(
        () ->
            folder.trusted.install(
                folder.home.resolve("bob.pub.pem"), "bob", TrustedKey.Role.AUTHORISER),
        "private half");
  }

  @Test
  void outsideItsWindow() throws IOException, ScopeException {
    folder.signed(MILD + RANGE);
    refused(() -> folder.load(NOON.plusSeconds(43_200)), "closed at 2026-11-24T00:00:00Z");
    refused(() -> folder.load(NOON.minusSeconds(43_201)), "opens at 2026-11-23T00:00:00Z");
    folder.load(NOON.plusSeconds(43_199));
  }

  @Test
  void tooLargeForOneSigner() throws IOException, ScopeException {
    String wide = "[[range]]\ncidr = \"10.0.0.0/16\"\n";
    assertThat(folder.signed(MILD + wide).load().targets().size()).isEqualTo(65_536);
    folder.signed(MILD + wide + "[[range]]\ncidr = \"10.1.0.0/32\"\n");
    refused(folder::load, "65,537 addresses needs two authorisers");
    folder.signed(MILD + wide + "[[range]]\ncidr = \"10.1.0.0/32\"\n");
    refused(folder::load, "needs two authorisers");
    folder.sign(folder.trust("bob", TrustedKey.Role.AUTHORISER));
    assertThat(folder.load().authorisers()).containsExactlyInAnyOrder("alice", "bob");
  }

  @Test
  void noEvidence() throws IOException, ScopeException {
    refuses(ASKING + RANGE, "no evidence of authority for queryable at 192.0.2.0/24", ":10:");
    folder.signed(ASKING + RANGE + "rungs = [\"reachable\", \"associates\"]\n").load();
    folder.signed(ASKING + RANGE + SEEN).load();
  }

  @Test
  void anotherMandate() throws IOException, ScopeException {
    Path mandate = temp.resolve("mandate.txt");
    Files.writeString(mandate, "You may.");
    String evidence =
        "evidence = { mandate = \"mandate.txt\", sha256 = \"%s\" }\n"
            .formatted(Digests.text("You may."));
    folder.signed(ASKING + RANGE + evidence).load();
    Files.writeString(mandate, "You may!");
    refused(folder::load, "isn't the text that the scope names");
    Files.delete(mandate);
    refused(folder::load, "can't be read");
  }

  private static String consent(String more) {
    return "[[consent]]\nhost = \"192.0.2.7\"\ntext = \"Go on.\"\ndate = 2026-11-20\n" + more;
  }

  @Test
  void noConsent() throws IOException, ScopeException {
    String all = HEAD + "rungs = [\"reachable\", \"associates\", \"credentials\", \"writable\"]\n";
    String range = RANGE + SEEN;
    refuses(all + range, "allows credentials, and no owner's consent");
    refuses(
        all + range + consent("rungs = [\"credentials\", \"writable\"]\n"),
        "writable without a plan");
    refuses(MILD + RANGE + consent("rungs = [\"credentials\"]\n"), "doesn't allow credentials");
    refuses(
        MILD + RANGE + consent("").replace("192.0.2.7", "192.0.3.7"),
        "192.0.3.7 isn't in the scope");
    Scope scope =
        folder
            .signed(
                all
                    + range
                    + consent(
                        "rungs = [\"credentials\", \"writable\"]\ndeletion_plan = \"I do.\"\n"))
            .load();
    Mandate mandate = scope.mandate(InstantSource.fixed(NOON));
    assertThat(mandate.rungs(InetAddress.ofLiteral("192.0.2.7"))).contains(Rung.WRITABLE);
    assertThat(mandate.deletionPlan(InetAddress.ofLiteral("192.0.2.7"))).contains("I do.");
    assertThat(mandate.rungs(InetAddress.ofLiteral("192.0.2.8")))
        .containsExactlyInAnyOrder(Rung.REACHABLE, Rung.ASSOCIATES);
    assertThat(
            mandate.objection(
                InetAddress.ofLiteral("192.0.2.8"), 104, Purpose.of(Rung.WRITABLE, "store")))
        .hasValueSatisfying(why -> assertThat(why).contains("consent to writable is missing"));
  }

  @Test
  void namesWithoutTheOwnersSignature() throws IOException, ScopeException {
    String phi = consent("phi_in_transit = true\n");
    folder.signed(ASKING + RANGE + SEEN + phi);
    refused(folder::load, "phi_in_transit for 192.0.2.7 without its owner's signature");

    Keys.generate("otto", folder.keys);
    String by = owner("otto");
    folder.signed(ASKING + RANGE + SEEN + phi + by);
    refused(folder::load, "owner's signature on the consent for 192.0.2.7 isn't good");

    folder.trusted.install(folder.keys.resolve("otto.pub.pem"), "otto", TrustedKey.Role.OWNER);
    Mandate mandate = folder.load().mandate(InstantSource.fixed(NOON));
    Purpose names = Purpose.withNames(Rung.COUNTABLE, "PATIENT-level C-FIND");
    assertThat(mandate.objection(InetAddress.ofLiteral("192.0.2.7"), 104, names)).isEmpty();
    assertThat(mandate.objection(InetAddress.ofLiteral("192.0.2.8"), 104, names)).isPresent();

    // What he signed is this text, in this window, and nobody else's role does.
    folder.signed((ASKING + RANGE + SEEN + phi + by).replace("Go on.", "Go on!"));
    refused(folder::load, "isn't good");
    folder.signed((ASKING + RANGE + SEEN + phi + by).replace("11-24T", "11-25T"));
    refused(folder::load, "isn't good");
    folder.signed(ASKING + RANGE + SEEN + phi + owner("alice"));
    refused(folder::load, "isn't good");
  }

  private String owner(String name) throws IOException, ScopeException {
    folder.write(ASKING + RANGE + SEEN + consent("phi_in_transit = true\n"));
    Scope scope = Scopes.unsigned(folder.file);
    var key = Keys.readPrivate(folder.keys.resolve(name + ".key.pem"));
    return "owner_key = \"%s\"\nowner_signature = \"%s\"\n"
        .formatted(
            Keys.fingerprint(Keys.publicOf(key)),
            Scopes.sign(scope.consents().getFirst(), scope, key));
  }

  @Test
  void anUnknownKeyOrWordIsNamedWithItsLine() throws IOException, ScopeException {
    refuses(MILD + "speed = 3\n" + RANGE, "scope.toml:10:", "unknown key scope.speed");
    refuses(MILD + RANGE + "cdir = 1\n", ":12:", "unknown key range.cdir");
    refuses(MILD + RANGE + "[port]\n", "unknown key port");
    refuses(MILD.replace("associates", "asociates") + RANGE, "no rung of this name");
    refuses(MILD + RANGE + "[ports]\ndicom = [0]\n", "port 0 is out of range");
    refuses(MILD + RANGE + "[ports]\nhttp = [99]\nftp = [99]\n", "port 99 is named twice");
    refuses(MILD + RANGE + "ports = [99]\n", "port 99 has no kind");
    refuses(MILD + RANGE + "[rates]\ntotal_per_second = -1\n", "rates.total_per_second");
    refuses(MILD.replace("olga", "") + RANGE, "scope.operator is missing");
    refuses(MILD + "[[range]]\ncidr = \"192.0.2.1/24\"\n", "begins at 192.0.2.0/24");
    refuses(MILD + "[[range]]\ncidr = \"192.0.2\"\n", "not an address or CIDR");
    refuses(MILD + "[[range]]\nname = \"pacs.example.org\"\n", "no addresses are pinned");
    refuses(MILD + "[[range]]\ncidr = \"224.0.0.0/8\"\n", "multicast");
    refuses(MILD + RANGE + "[exclude]\naddresses = [\"192.0.2.0/23\"]\n", "leaves no address");
    refuses(MILD, "has no [[range]]");
    refuses("scope = [", "not valid TOML");
  }
}
