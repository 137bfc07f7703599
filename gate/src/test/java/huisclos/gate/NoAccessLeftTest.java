package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.gate.internal.CertificateWriter;
import huisclos.gate.internal.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No sequence of add, replace, renew and revoke leaves access behind: after each step every
 * certificate ever issued or pinned is asked for, and the answer must be that of a model which
 * knows only the rules. Associations that are open keep being asked as well.
 */
final class NoAccessLeftTest {
  private static final List<String> TITLES = List.of("A", "B", "C");

  @TempDir Path temp;

  /** What the rules say about one certificate. */
  private static final class Expected {
    private final String aet;
    private final X509Certificate certificate;
    private Instant until;
    private boolean revoked;
    private Optional<Identity> open = Optional.empty();

    private Expected(String aet, X509Certificate certificate) {
      this.aet = aet;
      this.certificate = certificate;
      this.until = certificate.getNotAfter().toInstant();
    }

    private boolean good(Instant now) {
      return !revoked
          && !now.isAfter(until)
          && !now.isBefore(certificate.getNotBefore().toInstant());
    }
  }

  private final List<Expected> all = new ArrayList<>();
  private final Map<String, Set<Verb>> grants = new HashMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whateverTheSequence(long seed) throws Exception {
    Random random = new Random(seed);
    try (GateHome home = new GateHome(temp)) {
      SiteCa foreign = SiteCa.open(temp.resolve("foreign"), home.protector, home.clock);
      for (int step = 0; step < 60; step++) {
        String what = act(home, foreign, random);
        check(home, "seed " + seed + " step " + step + " " + what);
      }
    }
  }

  private String act(GateHome home, SiteCa foreign, Random random) throws Exception {
    String aet = TITLES.get(random.nextInt(TITLES.size()));
    return switch (random.nextInt(8)) {
      case 0, 1 -> add(home, foreign, aet, random);
      case 2, 3 -> renew(home, aet);
      case 4 -> {
        home.gate.devices().revokeDevice(aet, "root");
        of(aet).forEach(e -> e.revoked = true);
        yield "revoke " + aet;
      }
      case 5 -> revokeOne(home, random);
      case 6 -> {
        home.clock.advance(Duration.ofDays(random.nextInt(100)));
        yield "wait";
      }
      default -> {
        home.restart();
        yield "restart";
      }
    };
  }

  private String add(GateHome home, SiteCa foreign, String aet, Random random) throws Exception {
    boolean replace = random.nextBoolean();
    Set<Verb> verbs = EnumSet.noneOf(Verb.class);
    for (Verb verb : Verb.values()) {
      if (verb != Verb.ECHO && random.nextBoolean()) {
        verbs.add(verb);
      }
    }
    KeySource key = random.nextInt(4) == 0 ? pinned(foreign) : requested();
    var result =
        home.gate.devices().add(new DeviceAdmin.Order(aet, verbs, Set.of(), key, replace), "root");
    boolean expected = replace || !grants.containsKey(aet);
    assertThat(result instanceof DeviceAdmin.Result.Issued).isEqualTo(expected);
    if (result instanceof DeviceAdmin.Result.Issued(IssuedIdentity identity)) {
      of(aet).forEach(e -> e.revoked = true);
      grants.put(aet, verbs);
      all.add(new Expected(aet, identity.certificate()));
    }
    return "add " + aet + " replace=" + replace;
  }

  private String renew(GateHome home, String aet) throws Exception {
    Instant last = home.clock.instant().plus(Duration.ofDays(30));
    var result = home.gate.devices().renew(aet, requested(), "root");
    assertThat(result instanceof DeviceAdmin.Result.Issued).isEqualTo(grants.containsKey(aet));
    if (result instanceof DeviceAdmin.Result.Issued(IssuedIdentity identity)) {
      of(aet).forEach(e -> e.until = e.until.isBefore(last) ? e.until : last);
      all.add(new Expected(aet, identity.certificate()));
    }
    return "renew " + aet;
  }

  private String revokeOne(GateHome home, Random random) throws Exception {
    if (all.isEmpty()) {
      return "revoke none";
    }
    Expected one = all.get(random.nextInt(all.size()));
    home.gate.devices().revokeSerial(one.certificate.getSerialNumber().toString(16), "root");
    one.revoked = true;
    return "revoke one of " + one.aet;
  }

  private List<Expected> of(String aet) {
    return all.stream().filter(e -> e.aet.equals(aet)).toList();
  }

  private static KeySource requested() {
    KeyPair pair = CertificateWriter.newEcKey();
    return KeySource.requested(GateHome.request(pair, pair));
  }

  private static KeySource pinned(SiteCa foreign) {
    return KeySource.foreign(
        Pem.encode(foreign.certifyDevice(CertificateWriter.newEcKey().getPublic())));
  }

  private void check(GateHome home, String where) throws IOException {
    Instant now = home.clock.instant();
    for (Expected e : all) {
      boolean good = e.good(now);
      assertThat(home.gate.welcome(e.certificate)).as(where + " " + e.aet).isEqualTo(good);
      for (String title : TITLES) {
        Admission answer = home.gate.admit(e.certificate, title, GateHome.AET, "192.0.2.1");
        assertThat(answer instanceof Admission.Admitted)
            .as(where + " " + e.aet + " as " + title)
            .isEqualTo(good && title.equals(e.aet));
        if (answer instanceof Admission.Admitted(Identity identity) && e.open.isEmpty()) {
          e.open = Optional.of(identity);
        }
      }
      if (e.open.isPresent()) {
        Set<Verb> verbs = grants.getOrDefault(e.aet, Set.of());
        assertThat(home.gate.may(e.open.get(), Verb.STORE))
            .as(where + " open association of " + e.aet)
            .isEqualTo(good && verbs.contains(Verb.STORE));
        assertThat(
                home.gate.decide(e.open.get(), new Request.Find(false)) instanceof Decision.Granted)
            .as(where + " broad query of " + e.aet)
            .isEqualTo(good && verbs.contains(Verb.FIND_ALL));
      }
    }
  }
}
