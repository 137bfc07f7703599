package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link UserRegistry} must do. */
public abstract class UserRegistryContract {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  /** For those who extend it. */
  protected UserRegistryContract() {}

  /** A fresh, empty register. */
  protected abstract UserRegistry registry() throws Exception;

  private static User user(String name, String subject) {
    return new User(
        name,
        subject,
        EnumSet.of(Verb.FIND, Verb.FIND_ALL),
        Set.of("A B", "it's"),
        NOW,
        Optional.empty());
  }

  @Test
  void whoIsAddedComesBackAsTheyWere() throws Exception {
    UserRegistry registry = registry();
    assertThat(registry.users()).isEmpty();
    User full = user("Dr. O'Neill 山田%_\"", "sub|1");
    User bare = new User("bare", "bare", Set.of(), Set.of(), NOW, Optional.of(NOW));
    assertThat(registry.add(full, Optional.of(new byte[] {1, 0, 2}))).isTrue();
    assertThat(registry.add(bare, Optional.empty())).isTrue();
    assertThat(registry.user(full.name())).contains(full);
    assertThat(registry.subject("sub|1")).contains(full);
    assertThat(registry.subject(full.name())).isEmpty();
    assertThat(registry.password(full.name()).orElseThrow()).containsExactly(1, 0, 2);
    assertThat(registry.password("bare")).isEmpty();
    assertThat(registry.password("nobody")).isEmpty();
    assertThat(registry.users()).containsExactlyInAnyOrder(full, bare);
  }

  @Test
  void aNameOrSubjectIsThereOnce() throws Exception {
    UserRegistry registry = registry();
    assertThat(registry.add(user("ann", "1"), Optional.empty())).isTrue();
    assertThat(registry.add(user("ann", "2"), Optional.empty())).isFalse();
    assertThat(registry.add(user("bob", "1"), Optional.empty())).isFalse();
    assertThat(registry.users()).containsExactly(user("ann", "1"));
  }

  @Test
  void peopleAreSuspendedResumedAndForgotten() throws Exception {
    UserRegistry registry = registry();
    registry.add(user("ann", "1"), Optional.of(new byte[] {7}));
    assertThat(registry.suspend("ann", Optional.of(NOW))).isTrue();
    assertThat(registry.user("ann").orElseThrow().suspendedAt()).contains(NOW);
    assertThat(registry.suspend("ann", Optional.empty())).isTrue();
    assertThat(registry.user("ann")).contains(user("ann", "1"));
    assertThat(registry.suspend("bob", Optional.of(NOW))).isFalse();
    assertThat(registry.remove("ann")).isTrue();
    assertThat(registry.remove("ann")).isFalse();
    assertThat(registry.user("ann")).isEmpty();
    assertThat(registry.password("ann")).isEmpty();
    assertThat(registry.add(user("ann", "1"), Optional.empty())).isTrue();
    assertThat(registry.password("ann")).as("not the forgotten one's").isEmpty();
  }

  @Test
  void rolesAreKeptAndChanged() throws Exception {
    UserRegistry registry = registry();
    User ann =
        user("ann", "1")
            .as(Set.of(Role.REFERRER, Role.KEEPER), Set.of("O'Neill^Ann", "Müller=山田^花子"));
    registry.add(ann, Optional.empty());
    assertThat(registry.user("ann")).contains(ann);
    assertThat(registry.roles("ann", Set.of(Role.INSPECTOR), Set.of())).isTrue();
    assertThat(registry.user("ann")).contains(ann.as(Set.of(Role.INSPECTOR), Set.of()));
    assertThat(registry.roles("bob", Set.of(), Set.of())).isFalse();
  }

  @Test
  void aPasswordIsReplaced() throws Exception {
    UserRegistry registry = registry();
    registry.add(user("ann", "1"), Optional.empty());
    assertThat(registry.setPassword("ann", new byte[] {7})).isTrue();
    assertThat(registry.setPassword("ann", new byte[] {8, 0})).isTrue();
    assertThat(registry.password("ann").orElseThrow()).containsExactly(8, 0);
    assertThat(registry.setPassword("bob", new byte[] {7})).isFalse();
    assertThat(registry.password("bob")).isEmpty();
  }

  @Test
  void vouchingIsSaidAndTakenBack() throws Exception {
    UserRegistry registry = registry();
    assertThat(registry.vouches("WS")).isFalse();
    registry.setVouching("WS", true);
    registry.setVouching("WS", true);
    assertThat(registry.vouches("WS")).isTrue();
    assertThat(registry.vouches("ws")).isFalse();
    registry.setVouching("WS", false);
    assertThat(registry.vouches("WS")).isFalse();
  }
}
