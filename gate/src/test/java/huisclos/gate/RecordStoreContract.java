package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link RecordStore} must do. */
public abstract class RecordStoreContract {
  private static final byte[] ONE = {1, 0, -1};
  private static final byte[] TWO = {2};

  /** For those who extend it. */
  protected RecordStoreContract() {}

  /** A fresh, empty store. */
  protected abstract RecordStore store() throws Exception;

  @Test
  void whatIsKeptComesBackByKindAndKey() throws Exception {
    RecordStore store = store();
    assertThat(store.get("session", "a")).isEmpty();
    assertThat(store.add("session", "a", ONE)).isTrue();
    assertThat(store.add("session", "a", TWO)).as("there already").isFalse();
    assertThat(store.add("token", "a", new byte[0])).as("another kind").isTrue();
    assertThat(store.get("session", "a").orElseThrow()).containsExactly(1, 0, -1);
    assertThat(store.get("token", "a").orElseThrow()).isEmpty();
    store.put("session", "a", TWO);
    assertThat(store.get("session", "a").orElseThrow()).containsExactly(2);
    assertThat(store.remove("session", "a")).isTrue();
    assertThat(store.remove("session", "a")).isFalse();
    assertThat(store.get("session", "a")).isEmpty();
    assertThat(store.get("token", "a")).isPresent();
  }

  @Test
  void aPrefixIsTakenToTheLetter() throws Exception {
    RecordStore store = store();
    for (String key :
        List.of("åsa\\1", "åsa\\2", "ÅSA\\1", "å_a\\1", "å%\\1", "åsa", "b", "𝒳\\1")) {
      store.put("k", key, TWO);
    }
    assertThat(store.list("k", "åsa\\")).containsOnlyKeys("åsa\\1", "åsa\\2");
    assertThat(store.list("k", "å_")).containsOnlyKeys("å_a\\1");
    assertThat(store.list("k", "å%")).containsOnlyKeys("å%\\1");
    assertThat(store.list("k", "𝒳")).containsOnlyKeys("𝒳\\1");
    assertThat(store.list("k", "")).hasSize(8);
    assertThat(store.list("other", "")).isEmpty();
  }

  @Test
  void aReplacementNeedsWhatWasThere() throws Exception {
    RecordStore store = store();
    assertThat(store.replace("k", "a", ONE, TWO)).isFalse();
    assertThat(store.get("k", "a")).isEmpty();
    store.put("k", "a", ONE);
    assertThat(store.replace("k", "a", TWO, TWO)).isFalse();
    assertThat(store.replace("k", "a", ONE, TWO)).isTrue();
    assertThat(store.get("k", "a").orElseThrow()).containsExactly(2);
  }

  @Test
  void ofManyWhoTakeARecordOneGetsIt() throws Exception {
    RecordStore store = store();
    store.put("k", "a", ONE);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Boolean>> takers =
          IntStream.range(0, 12)
              .<Callable<Boolean>>mapToObj(_ -> () -> store.remove("k", "a"))
              .toList();
      int taken = 0;
      for (Future<Boolean> answer : threads.invokeAll(takers)) {
        taken += answer.get() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(1);
    }
  }

  @Test
  void nothingBeyondALimitIsKept() throws Exception {
    RecordStore store = store();
    byte[] most = new byte[RecordStore.MAX_BYTES];
    store.put("k", "a".repeat(RecordStore.MAX_KEY_CHARS), most);
    assertThatThrownBy(() -> store.put("k", "a", new byte[most.length + 1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.add("k", "a".repeat(RecordStore.MAX_KEY_CHARS + 1), ONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.list("k", "")).hasSize(1);
  }
}
