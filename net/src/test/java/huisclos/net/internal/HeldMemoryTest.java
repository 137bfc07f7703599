package huisclos.net.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HeldMemoryTest {
  @Test
  void identifiers_of_many_associations_share_it() throws IOException {
    HeldMemory memory = new HeldMemory(10_000L * HeldMemory.PER_BYTE);
    BoundedInput first =
        new BoundedInput(new ByteArrayInputStream(new byte[6_000]), 100_000, memory::take);
    assertThat(first.readAllBytes()).hasSize(6_000);
    BoundedInput second =
        new BoundedInput(new ByteArrayInputStream(new byte[6_000]), 100_000, memory::take);
    assertThatThrownBy(second::readAllBytes).isInstanceOf(BoundedInput.TooLong.class);
    memory.giveBack(6_000);
    BoundedInput third =
        new BoundedInput(new ByteArrayInputStream(new byte[6_000]), 100_000, memory::take);
    assertThat(third.readAllBytes()).hasSize(6_000);
    memory.giveBack(6_000);
    assertThat(memory.taken()).isZero();
  }
}
