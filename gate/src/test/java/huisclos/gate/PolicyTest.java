package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final Reach.Part SHARED = Reach.Part.studies(Set.of("1.2.3"));
  private static final Reach OWN =
      Reach.of(new Reach.Part(Set.of("1.2.3"), Set.of(), Set.of("House^Greg")));

  private static User user(Set<Verb> verbs, Role... roles) {
    return new User("ann", "ann", verbs, Set.of(), Instant.EPOCH, Optional.empty())
        .as(Set.of(roles), Set.of("House^Greg"));
  }

  @Test
  void eachRoleDoesWhatTheTableSaysAndNothingElse() {
    Map<Role, String> table =
        Map.of(
            Role.RADIOLOGIST, "break-glass changes find find-all get move share",
            Role.TECHNOLOGIST,
                "break-glass commit find get move mpps reject store worklist worklist-all",
            Role.REFERRER, "break-glass find find-all get share",
            Role.RESEARCHER, "",
            Role.KEEPER, "delete keep",
            Role.INSPECTOR, "inspect");
    for (Role role : Role.values()) {
      User user = user(Set.of(), role);
      for (Verb verb : Verb.values()) {
        boolean listed =
            Stream.of(table.getOrDefault(role, "-").split(" ")).anyMatch(verb.word()::equals);
        assertThat(Policy.includes(Policy.verbs(user), verb))
            .as(role + " " + verb)
            .isEqualTo(listed || verb == Verb.ECHO);
      }
      assertThat(Role.of(role.word())).contains(role);
    }
    assertThat(Role.of("RADIOLOGIST")).isEmpty();
  }

  @Test
  void noWordIsBothARoleAndAVerb() {
    Set<String> roles = Stream.of(Role.values()).map(Role::word).collect(Collectors.toSet());
    assertThat(Stream.of(Verb.values()).map(Verb::word)).doesNotContainAnyElementsOf(roles);
  }

  @Test
  void eachVerbReachesAsFarAsTheRoleThatGivesIt() {
    User radiologist = user(Set.of(), Role.RADIOLOGIST, Role.REFERRER);
    assertThat(Policy.reach(radiologist, Verb.GET, SHARED)).isEqualTo(Reach.EVERYTHING);
    User referrer = user(Set.of(), Role.REFERRER);
    assertThat(Policy.reach(referrer, Verb.GET, SHARED)).isEqualTo(OWN);
    assertThat(Policy.reach(referrer, Verb.STORE, SHARED)).isEqualTo(Reach.NOTHING);
    User keeping = user(Set.of(), Role.KEEPER, Role.REFERRER);
    assertThat(Policy.reach(keeping, Verb.DELETE, SHARED)).isEqualTo(Reach.EVERYTHING);
    assertThat(Policy.reach(keeping, Verb.FIND, SHARED)).isEqualTo(OWN);
    for (Role role : EnumSet.of(Role.RESEARCHER, Role.KEEPER, Role.INSPECTOR)) {
      for (Verb verb : EnumSet.of(Verb.FIND, Verb.GET, Verb.CHANGES, Verb.STORE)) {
        assertThat(Policy.reach(user(Set.of(), role), verb, SHARED))
            .as(role + " " + verb)
            .isEqualTo(Reach.NOTHING);
      }
    }
  }

  @Test
  void whatIsGrantedBesideReachesNoFartherThanTheRolesLetThemLook() {
    Set<Verb> beside = Set.of(Verb.FIND, Verb.FIND_ALL, Verb.GET, Verb.STORE);
    assertThat(Policy.reach(user(beside), Verb.GET, SHARED)).isEqualTo(Reach.EVERYTHING);
    assertThat(Policy.reach(user(beside, Role.REFERRER), Verb.FIND_ALL, SHARED)).isEqualTo(OWN);
    assertThat(Policy.reach(user(beside, Role.REFERRER), Verb.STORE, SHARED))
        .as("a share opens to look, not to add")
        .isEqualTo(Reach.of(new Reach.Part(Set.of(), Set.of(), Set.of("House^Greg"))));
    assertThat(Policy.reach(user(beside, Role.KEEPER), Verb.GET, SHARED)).isEqualTo(Reach.NOTHING);
  }

  @Test
  void reachesNarrowAndSayNothing() {
    Reach patient = Reach.of(Reach.Part.patient(new PatientKey(" SECRET ", "")));
    assertThat(Reach.EVERYTHING.and(patient)).isEqualTo(patient);
    assertThat(patient.and(OWN).all()).hasSize(2);
    assertThat(patient.and(Reach.NOTHING).isNothing()).isTrue();
    assertThat(OWN.isNothing() || OWN.isEverything()).isFalse();
    assertThat(patient.and(OWN).toString()).doesNotContain("SECRET").doesNotContain("House");
  }
}
