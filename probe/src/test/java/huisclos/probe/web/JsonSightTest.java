package huisclos.probe.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSightTest {
  private static ByteArrayInputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|0",
        " [ ] |0",
        "[1, 22 ,-3]|3",
        "[{\"a\":[1,2,{}]},{\"b\":\"],[\"}]|2",
        "[\"x\\\"],\",true,null]|3",
        "[[],[[]],{}]|3",
        "[\"\\\\\",1]|2"
      })
  void countsElementsOfTheOuterArrayOnly(String text, long elements) {
    JsonSight sight = JsonSight.elements(in(text), Long.MAX_VALUE);
    assertThat(sight.root()).isEqualTo(JsonSight.Root.ARRAY);
    assertThat(sight.complete()).isTrue();
    assertThat(sight.elements()).isEqualTo(elements);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "hello", "\"text\"", "]", "12"})
  void whatIsNoArrayAndNoObjectIsOther(String text) {
    assertThat(JsonSight.elements(in(text), 5).root()).isEqualTo(JsonSight.Root.OTHER);
  }

  @Test
  void anArrayThatBreaksOffIsNotComplete() {
    JsonSight sight = JsonSight.elements(in("[{\"a\":1},{\"b\""), Long.MAX_VALUE);
    assertThat(sight.complete()).isFalse();
    assertThat(sight.elements()).isEqualTo(2);
  }

  @Test
  void itStopsAfterAsManyAsItNeeds() {
    ByteArrayInputStream endless = in("[1" + ",1".repeat(100_000));
    assertThat(JsonSight.elements(endless, 1).elements()).isEqualTo(1);
    assertThat(endless.available()).isPositive();
  }

  @Test
  void onlyMembersOfTheOuterObjectThatWereAskedForAreKept() {
    String text =
        "{\"x\":{\"total\":9,\"n\":\"CANARY\"},\"total\" : 42"
            + " ,\"name\":\"CANARY\",\"v\":\"1.2\",\"t\":true}";
    JsonSight sight = JsonSight.members(in(text), "total", "v", "t", "missing");
    assertThat(sight.number("total")).hasValue(42);
    assertThat(sight.text("v")).contains("1.2");
    assertThat(sight.text("t")).contains("true");
    assertThat(sight.text("missing")).isEmpty();
    assertThat(sight.text("name")).isEmpty();
    assertThat(sight.number("v")).isEmpty();
  }

  @Test
  void aLongValueIsCutAndNoNumber() {
    JsonSight sight = JsonSight.members(in("{\"n\":\"" + "9".repeat(5000) + "\"}"), "n");
    assertThat(sight.text("n").orElseThrow()).hasSizeLessThan(100);
    assertThat(sight.number("n")).isEmpty();
  }
}
