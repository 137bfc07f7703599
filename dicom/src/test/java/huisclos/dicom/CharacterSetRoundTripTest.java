package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random text out of the declared sets, written and read back; the seed is fixed. */
class CharacterSetRoundTripTest {
  private static final int TEXTS = 1_000;
  private static final List<Vr> VRS = List.of(Vr.LO, Vr.PN, Vr.LT, Vr.UC, Vr.UT);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ISO_IR 100",
        "ISO_IR 101",
        "ISO_IR 109",
        "ISO_IR 110",
        "ISO_IR 144",
        "ISO_IR 127",
        "ISO_IR 126",
        "ISO_IR 138",
        "ISO_IR 148",
        "ISO_IR 203",
        "ISO_IR 13",
        "ISO_IR 166",
        "ISO_IR 192",
        "GB18030",
        "GBK",
        "\\ISO 2022 IR 87",
        "\\ISO 2022 IR 87\\ISO 2022 IR 159",
        "ISO 2022 IR 13\\ISO 2022 IR 87",
        "ISO 2022 IR 13\\ISO 2022 IR 87\\ISO 2022 IR 159",
        "\\ISO 2022 IR 149",
        "ISO 2022 IR 149",
        "\\ISO 2022 IR 58",
        "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126\\ISO 2022 IR 166",
        "ISO 2022 IR 100\\ISO 2022 IR 13\\ISO 2022 IR 87",
        "\\ISO 2022 IR 149\\ISO 2022 IR 58\\ISO 2022 IR 87\\ISO 2022 IR 203",
      })
  void readsBack(String attribute) {
    SpecificCharacterSet set = SpecificCharacterSet.of(List.of(attribute.split("\\\\", -1)));
    List<int[]> alphabets = alphabets(set);
    Random random = new Random(attribute.hashCode());
    for (int i = 0; i < TEXTS; i++) {
      Vr vr = VRS.get(random.nextInt(VRS.size()));
      String text = text(alphabets, random);

      byte[] stored = set.encode(text, vr);

      assertThat(set.decode(stored, vr)).as("text %d of %s", i, attribute).isEqualTo(text);
      assertThat(set.canEncode(text, vr)).isTrue();
    }
  }

  /** What each declared set holds, ASCII with all delimiters first. */
  private static List<int[]> alphabets(SpecificCharacterSet set) {
    List<int[]> alphabets = new ArrayList<>();
    alphabets.add(IntStream.concat(IntStream.range(' ', 127), "\t\n\f\r".chars()).toArray());
    for (CodeElement element : set.declared()) {
      alphabets.add(held(element.charset()));
    }
    for (String whole : List.of("UTF-8", "GB18030", "GBK")) {
      if (set.terms().contains(whole.equals("UTF-8") ? "ISO_IR 192" : whole)) {
        alphabets.add(held(Charset.forName(whole)));
      }
    }
    return alphabets;
  }

  private static int[] held(Charset charset) {
    var encoder = charset.newEncoder();
    return IntStream.range(0xA0, 0x10000)
        .filter(c -> !Character.isSurrogate((char) c) && encoder.canEncode((char) c))
        .filter(c -> new String(Character.toString(c).getBytes(charset), charset).charAt(0) == c)
        .toArray();
  }

  private static String text(List<int[]> alphabets, Random random) {
    StringBuilder text = new StringBuilder();
    for (int run = random.nextInt(6); run >= 0; run--) {
      int[] alphabet = alphabets.get(random.nextInt(alphabets.size()));
      for (int i = random.nextInt(5); i >= 0; i--) {
        text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
      }
    }
    return text.toString();
  }
}
