package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.SealedPart;
import huisclos.trail.Sealer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No sequence of roles, shares, emergencies, suspensions and revocations leaves access behind. */
class NoReachLeftTest {
  private static final List<String> NAMES = List.of("ann", "bob", "cid");
  private static final List<String> STUDIES = List.of("1.1", "1.2", "1.3");

  @TempDir Path temp;

  /** What the rules say of somebody, as plainly as can be. */
  private static final class Somebody {
    private Role role = Role.REFERRER;
    private boolean suspended;
    private final int life;

    private Somebody(int life) {
      this.life = life;
    }
  }

  private record Open(
      String to,
      int toLife,
      String by,
      int byLife,
      Role byRole,
      String study,
      Instant until,
      String id) {}

  private final Map<String, Somebody> people = new HashMap<>();
  private final List<Open> shares = new ArrayList<>();
  private final List<Open> glass = new ArrayList<>();
  private final List<Identity> sessions = new ArrayList<>();
  private final Map<Identity, Integer> lives = new HashMap<>();
  private final Set<Identity> ended = new HashSet<>();
  private int births;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverTheSequence(long seed) throws Exception {
    Random random = new Random(seed);
    try (GateHome home = new GateHome(temp)) {
      home.gate.acceptUsers(new MemoryUserRegistry(), home.protector, Optional.empty());
      for (int step = 0; step < 120; step++) {
        String what = act(home, random);
        check(home, "seed " + seed + " step " + step + " " + what);
      }
    }
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private String act(GateHome home, Random random) throws Exception {
    String name = any(NAMES, random);
    Somebody somebody = people.get(name);
    // Time moves a little each time: two lives of a name begin at different moments.
    home.clock.advance(Duration.ofSeconds(1));
    return switch (random.nextInt(11)) {
      case 0, 1 -> {
        if (somebody == null) {
          Role role = any(List.of(Role.values()), random);
          home.gate
              .users()
              .add(
                  new UserAdmin.Order(
                      name, "", Set.of(), Set.of(role), Set.of("Doc^" + name), Set.of()),
                  Optional.empty(),
                  "root");
          people.put(name, new Somebody(++births));
          known(name).role = role;
        }
        yield "add " + name;
      }
      case 2 -> {
        if (somebody != null && random.nextInt(3) == 0) {
          home.gate.users().remove(name, "root");
          people.remove(name);
        }
        yield "remove " + name;
      }
      case 3 -> {
        if (somebody != null) {
          somebody.suspended = !somebody.suspended;
          if (somebody.suspended) {
            home.gate.users().suspend(name, "root");
          } else {
            home.gate.users().resume(name, "root");
          }
        }
        yield "suspend or resume " + name;
      }
      case 4 -> {
        if (somebody != null) {
          somebody.role = any(List.of(Role.values()), random);
          home.gate.users().roles(name, Set.of(somebody.role), Set.of("Doc^" + name), "root");
        }
        yield "role " + name;
      }
      case 5 -> {
        home.clock.advance(Duration.ofMinutes(random.nextInt(180)));
        yield "wait";
      }
      case 6 -> {
        if (!shares.isEmpty()) {
          Open share = any(shares, random);
          home.gate.shares().revoke(share.id(), Actor.operator("root"));
          shares.remove(share);
        }
        yield "revoke a share";
      }
      case 7 -> {
        if (!glass.isEmpty()) {
          Open one = any(glass, random);
          home.gate.breakGlass().end(one.id(), Actor.operator("root"));
          glass.remove(one);
        }
        yield "end an emergency";
      }
      case 8 -> {
        if (!sessions.isEmpty()) {
          ended.add(any(sessions, random));
        }
        yield "end a session";
      }
      default -> {
        if (somebody != null) {
          signIn(home, name, somebody, random);
        }
        yield "sign in and open " + name;
      }
    };
  }

  private void signIn(GateHome home, String name, Somebody somebody, Random random)
      throws Exception {
    User user =
        home.gate.users().list().stream()
            .filter(u -> u.name().equals(name))
            .findFirst()
            .orElseThrow();
    Identity[] self = new Identity[1];
    self[0] =
        Identity.person(
            user,
            "test",
            "s",
            () -> ended.contains(self[0]) ? Optional.of(Reason.USER_TOKEN) : Optional.empty(),
            Allowance.UNLIMITED,
            "");
    sessions.add(self[0]);
    lives.put(self[0], somebody.life);
    String study = any(STUDIES, random);
    String to = any(NAMES, random);
    Instant until = home.clock.instant().plus(Duration.ofMinutes(1 + random.nextInt(300)));
    if (home.gate.decide(self[0], new Request.Share()) instanceof Decision.Granted(Pass pass)
        && home.gate.shares().add(pass, study, to, until)
            instanceof Shares.Result.Done(Share share)) {
      shares.add(
          new Open(
              to, known(to).life, name, somebody.life, somebody.role, study, until, share.id()));
    }
    if (random.nextBoolean()
        && home.gate.decide(self[0], new Request.BreakGlass())
            instanceof Decision.Granted(Pass pass)) {
      Glass opened =
          home.gate
              .breakGlass()
              .open(
                  pass,
                  new BreakGlass.Target(Optional.of(study), Optional.empty(), Set.of("r")),
                  SealedPart.seal(new NoSeal(), "why".getBytes(StandardCharsets.UTF_8)))
              .orElseThrow();
      glass.add(
          new Open(name, somebody.life, "", 0, somebody.role, study, opened.until(), opened.id()));
    }
  }

  private record NoSeal() implements Sealer {
    @Override
    public byte[] seal(byte[] plain, byte[] associatedData) {
      return plain;
    }

    @Override
    public byte[] open(byte[] sealed, byte[] associatedData) {
      return sealed;
    }
  }

  private Somebody known(String name) {
    return Objects.requireNonNull(people.get(name));
  }

  private int life(Identity who) {
    return Objects.requireNonNull(lives.get(who));
  }

  private boolean lives(String name, int life) {
    Somebody now = people.get(name);
    return now != null && now.life == life && !now.suspended;
  }

  private void check(GateHome home, String where) {
    Instant now = home.clock.instant();
    for (Identity who : sessions) {
      boolean in = lives(who.name(), life(who)) && !ended.contains(who);
      Role role = in ? known(who.name()).role : Role.RESEARCHER;
      for (Verb verb : List.of(Verb.FIND, Verb.GET, Verb.DELETE, Verb.SHARE, Verb.STORE)) {
        assertThat(home.gate.holds(who, verb))
            .as(where + ": " + who.name() + " " + verb)
            .isEqualTo(in && Policy.verbs(role).contains(verb));
      }
      if (!(home.gate.decide(who, new Request.Get()) instanceof Decision.Granted(Pass pass))) {
        continue;
      }
      assertThat(in).as(where + ": nobody else has a pass").isTrue();
      if (role != Role.REFERRER) {
        assertThat(pass.reach()).as(where).isEqualTo(Reach.EVERYTHING);
        continue;
      }
      Set<String> open = new HashSet<>();
      glass.stream()
          .filter(g -> g.to().equals(who.name()) && g.toLife() == life(who))
          .filter(g -> g.until().isAfter(now))
          .forEach(g -> open.add(g.study()));
      shares.stream()
          .filter(s -> s.to().equals(who.name()) && s.toLife() == life(who))
          .filter(s -> s.until().isAfter(now) && lives(s.by(), s.byLife()))
          .filter(s -> mayStillShare(known(s.by()).role, s.byRole()))
          .forEach(s -> open.add(s.study()));
      assertThat(pass.reach())
          .as(where + ": " + who.name())
          .isEqualTo(Reach.of(new Reach.Part(open, Set.of(), Set.of("Doc^" + who.name()))));
    }
  }

  private static boolean mayStillShare(Role now, Role then) {
    return now == Role.RADIOLOGIST || (now == Role.REFERRER && then == Role.REFERRER);
  }

  @Test
  void anEmergencyIsAlertedOnRecordAndNotHeldBack() throws Exception {
    try (GateHome home = new GateHome(temp)) {
      home.gate.acceptUsers(new MemoryUserRegistry(), home.protector, Optional.empty());
      people.put("ann", new Somebody(1));
      home.gate
          .users()
          .add(
              new UserAdmin.Order(
                  "ann", "", Set.of(), Set.of(Role.RADIOLOGIST), Set.of(), Set.of()),
              Optional.empty(),
              "root");
      User ann = home.gate.users().list().getFirst();
      Identity who = Identity.person(ann, "test", "s", Optional::empty, Allowance.UNLIMITED, "");
      home.brakes.change(Spender.person("ann"), brake -> brake.frozenSince(home.clock.instant()));
      assertThat(home.gate.decide(who, new Request.Get()))
          .isEqualTo(new Decision.Denied(Reason.FROZEN));
      Pass opens = ((Decision.Granted) home.gate.decide(who, new Request.BreakGlass())).pass();
      home.gate
          .breakGlass()
          .open(
              opens,
              new BreakGlass.Target(
                  Optional.empty(), Optional.of(new PatientKey("SECRET", "")), Set.of("r1")),
              SealedPart.seal(new NoSeal(), new byte[] {1}));
      Pass pass = ((Decision.Granted) home.gate.decide(who, new Request.Get())).pass();
      assertThat(
              pass.disclose(
                  Disclosure.of(List.of("1.1"), List.of("r1"), 1), new Spending(Set.of("r1"), 1)))
          .isEqualTo(new Disclosed.OnRecord());
      assertThat(
              pass.disclose(
                  Disclosure.of(List.of("1.2"), List.of("r1", "r2"), 2),
                  new Spending(Set.of("r1", "r2"), 2)))
          .as("what was not opened is as it was")
          .isEqualTo(new Disclosed.Held(Reason.FROZEN));
      assertThat(home.records())
          .filteredOn(r -> r.action() == Action.BREAK_GLASS)
          .singleElement()
          .matches(r -> r.sealed().isPresent() && r.actor().id().equals("ann"));
      home.records
          .list(BreakGlass.KIND, "")
          .values()
          .forEach(bytes ->
              assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("SECRET"));
      home.clock.advance(BreakGlass.LASTS);
      assertThat(home.gate.decide(who, new Request.Get()))
          .isEqualTo(new Decision.Denied(Reason.FROZEN));
    }
  }

  @Test
  void aBroadQueryReachesAsFarAsTheRoleThatGivesItAndNoFarther() throws Exception {
    try (GateHome home = new GateHome(temp)) {
      home.gate.acceptUsers(new MemoryUserRegistry(), home.protector, Optional.empty());
      Map<String, Set<Role>> roles =
          Map.of(
              "ann", Set.of(Role.REFERRER),
              "bob", Set.of(Role.TECHNOLOGIST),
              "cid", Set.of(Role.TECHNOLOGIST, Role.REFERRER));
      Map<String, Identity> whos = new HashMap<>();
      for (String name : NAMES) {
        home.gate
            .users()
            .add(
                new UserAdmin.Order(
                    name,
                    "",
                    Set.of(),
                    Objects.requireNonNull(roles.get(name)),
                    Set.of("Doc^House"),
                    Set.of()),
                Optional.empty(),
                "root");
        User user =
            home.gate.users().list().stream()
                .filter(u -> u.name().equals(name))
                .findFirst()
                .orElseThrow();
        whos.put(
            name, Identity.person(user, "test", "s", Optional::empty, Allowance.UNLIMITED, ""));
      }
      Identity ann = Objects.requireNonNull(whos.get("ann"));
      Identity bob = Objects.requireNonNull(whos.get("bob"));
      Identity cid = Objects.requireNonNull(whos.get("cid"));
      Reach own = Reach.of(new Reach.Part(Set.of(), Set.of(), Set.of("Doc^House")));
      assertThat(finds(home, ann, false).reach()).isEqualTo(own);
      assertThat(home.gate.decide(bob, new Request.Find(false)))
          .isEqualTo(new Decision.Denied(Reason.BROAD_QUERY));
      assertThat(finds(home, cid, true).reach()).isEqualTo(Reach.EVERYTHING);
      assertThat(finds(home, cid, false).reach()).as("a list of all").isEqualTo(own);
      assertThat(finds(home, cid, false).reachNow()).contains(own);
    }
  }

  private static Pass finds(GateHome home, Identity who, boolean selective) {
    return ((Decision.Granted) home.gate.decide(who, new Request.Find(selective))).pass();
  }

  private static Pass deletes(GateHome home, String name) {
    User user =
        home.gate.users().list().stream()
            .filter(u -> u.name().equals(name))
            .findFirst()
            .orElseThrow();
    Identity who = Identity.person(user, "test", "s", Optional::empty, Allowance.UNLIMITED, "");
    return ((Decision.Granted) home.gate.decide(who, new Request.Delete())).pass();
  }

  @Test
  void aDeletionTakesTwoPersonsWhoStillMayDelete() throws Exception {
    try (GateHome home = new GateHome(temp)) {
      home.gate.acceptUsers(new MemoryUserRegistry(), home.protector, Optional.empty());
      for (String name : NAMES) {
        home.gate
            .users()
            .add(
                new UserAdmin.Order(name, "", Set.of(), Set.of(Role.KEEPER), Set.of(), Set.of()),
                Optional.empty(),
                "root");
      }
      DeletionRequests requests = home.gate.deletionRequests();
      assertThat(requests.ask(deletes(home, "ann"), "STUDY", "1.1", "quality"))
          .as("one is enough unless said")
          .isEqualTo(new DeletionRequests.Answer.Go());
      requests.takeTwo(true);
      for (int i = 0; i < 2; i++) {
        assertThat(requests.ask(deletes(home, "ann"), "STUDY", "1.1", "quality"))
            .isInstanceOf(DeletionRequests.Answer.Wait.class);
      }
      home.records.put(DeletionRequests.KIND, "STUDY\\1.1", new byte[] {1});
      assertThat(requests.waiting())
          .as("what an earlier version left is forgotten")
          .singleElement()
          .extracting(DeletionRequests.Waiting::verb, DeletionRequests.Waiting::by)
          .containsExactly(Verb.DELETE, "ann");
      assertThat(home.records.list(DeletionRequests.KIND, "")).hasSize(1);
      assertThat(home.records())
          .filteredOn(r -> r.action() == Action.DELETE_ASK)
          .as("why, once")
          .extracting(r -> r.facts().get(Fact.REASON))
          .containsExactly("quality");
      home.gate.users().roles("ann", Set.of(), Set.of(), "root");
      assertThat(requests.ask(deletes(home, "bob"), "STUDY", "1.1", "quality"))
          .as("who asked first may not any more")
          .isInstanceOf(DeletionRequests.Answer.Wait.class);
      home.clock.advance(DeletionRequests.WAITS);
      assertThat(requests.ask(deletes(home, "cid"), "STUDY", "1.1", "quality"))
          .as("it has fallen")
          .isInstanceOf(DeletionRequests.Answer.Wait.class);
      assertThat(requests.ask(deletes(home, "bob"), "STUDY", "1.1", "quality"))
          .isEqualTo(new DeletionRequests.Answer.Go());
      assertThat(requests.waiting()).isEmpty();
    }
  }
}
