package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.testkit.SharedData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every real file that reads: through JSON and back, by the tree and by the stream. */
class DicomJsonCorpusTest {
  private final List<String> differences = new ArrayList<>();

  @Test
  void everyFileKeepsItsValuesThroughJson() throws IOException {
    int passed = 0;
    for (SharedData.Entry entry : SharedData.entries()) {
      byte[] file = Files.readAllBytes(entry.file());
      Optional<DataSet> read = whole(file);
      if (read.isEmpty()) {
        assertThat(entry.wellFormed() && !entry.name().endsWith(".gz")).as(entry.name()).isFalse();
        continue;
      }
      byte[] json = tree(read.get());
      DataSet back = DicomJson.read(new ByteArrayInputStream(json));
      compare(entry.name(), read.get(), back);
      byte[] again = tree(back);
      assertThat(tree(DicomJson.read(new ByteArrayInputStream(again))))
          .as(entry.name())
          .isEqualTo(again);
      assertThat(streamed(file)).as(entry.name()).isEqualTo(JsonTree.parse(json));
      passed++;
    }
    assertThat(differences).isEmpty();
    assertThat(passed).isGreaterThan(450);
  }

  @Test
  void theSamplesOfOtherWritersRead() throws IOException {
    Path folder = SharedData.require().resolve("dicom-json");
    try (Stream<Path> samples = Files.list(folder)) {
      for (Path sample : samples.toList()) {
        byte[] original = Files.readAllBytes(sample);
        DataSet set = DicomJson.read(new ByteArrayInputStream(original));

        assertThat(JsonComparison.differences(JsonTree.parse(original), JsonTree.parse(tree(set))))
            .as(sample.getFileName().toString())
            .isEmpty();
      }
    }
    DataSet name;
    try (InputStream in = Files.newInputStream(folder.resolve("pydicom_test_PN.json"))) {
      name = DicomJson.read(in);
    }
    assertThat(name.string(Tag.PATIENT_NAME)).contains("Prostate^Volunteer");
  }

  private static Optional<DataSet> whole(byte[] file) {
    try {
      Part10File opened = Part10.open(new ByteArrayInputStream(file));
      return Optional.of(DataSetDecoder.read(opened.reader(), ReadOptions.whole()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static byte[] tree(DataSet set) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DicomJson.write(set, out, JsonOptions.EVERYTHING);
    return out.toByteArray();
  }

  /** As members without an order: sources whose elements are out of order are streamed so. */
  private static Object streamed(byte[] file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10File opened = Part10.open(new ByteArrayInputStream(file));
    DicomJson.write(opened.reader(), out, JsonOptions.EVERYTHING);
    return JsonTree.parse(out.toByteArray());
  }

  private void compare(String where, DataSet before, DataSet after) {
    for (Element element : before) {
      int tag = element.tag();
      String place = where + " " + Tags.format(tag);
      if (!DicomJson.isShown(tag)) {
        continue;
      }
      Optional<Element> found = after.get(tag);
      if (found.isEmpty()) {
        differences.add(place + " is missing");
      } else if (tag != Tag.SPECIFIC_CHARACTER_SET
          && !same(place, element, before, found.get(), after)) {
        differences.add(place + " differs");
      }
    }
    long shown = Arrays.stream(before.tags()).filter(DicomJson::isShown).count();
    boolean declared =
        after.contains(Tag.SPECIFIC_CHARACTER_SET) && !before.contains(Tag.SPECIFIC_CHARACTER_SET);
    assertThat(after.size()).as(where).isEqualTo((int) shown + (declared ? 1 : 0));
  }

  private boolean same(String place, Element before, DataSet of, Element after, DataSet in) {
    return switch (before) {
      case ValueElement value ->
          after instanceof ValueElement other && sameValue(value, of, other, in);
      case SequenceElement sequence -> {
        List<DataSet> items = in.items(before.tag());
        boolean all = after.vr() == Vr.SQ && items.size() == sequence.items().size();
        for (int i = 0; all && i < items.size(); i++) {
          compare(place, sequence.items().get(i), items.get(i));
        }
        yield all;
      }
      case FragmentsElement fragments ->
          after instanceof FragmentsElement other
              && after.vr() == before.vr()
              && Arrays.equals(fragments.offsetTable(), other.offsetTable())
              && Arrays.deepEquals(fragments.fragments().toArray(), other.fragments().toArray());
      case BulkElement _ -> false;
    };
  }

  private static boolean sameValue(ValueElement a, DataSet of, ValueElement b, DataSet in) {
    if (!a.vr().isString()) {
      boolean odd = JsonValueWriter.shown(a.vr(), a.length()) != a.vr();
      return b.vr() == (odd ? Vr.UN : a.vr())
          && (Arrays.equals(Values.even(a.bytes(), a.vr()), b.bytes()) || sameNumbers(a, b));
    }
    List<String> before = texts(a, of.characterSet());
    List<String> after = texts(b, in.characterSet());
    if (a.vr() != b.vr() || before.size() != after.size()) {
      return false;
    }
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).equals(after.get(i)) && !sameNumber(a.vr(), before.get(i), after.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** NaNs have many bit patterns and one name. */
  private static boolean sameNumbers(ValueElement a, ValueElement b) {
    ByteBuffer left = ByteBuffer.wrap(a.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer right = ByteBuffer.wrap(b.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    return switch (a.vr()) {
      case FL -> Arrays.equals(floats(left), floats(right));
      case FD -> Arrays.equals(doubles(left), doubles(right));
      default -> false;
    };
  }

  private static float[] floats(ByteBuffer in) {
    float[] all = new float[in.remaining() / 4];
    in.asFloatBuffer().get(all);
    return all;
  }

  private static double[] doubles(ByteBuffer in) {
    double[] all = new double[in.remaining() / 8];
    in.asDoubleBuffer().get(all);
    return all;
  }

  /** Here, not by the code under test: decoded, split, without padding. */
  private static List<String> texts(ValueElement element, SpecificCharacterSet set) {
    Vr vr = element.vr();
    String all = set.decode(element.bytes(), vr);
    List<String> values = vr.multiValued() ? List.of(all.split("\\\\", -1)) : List.of(all);
    return values.stream()
        .map(v -> v.replaceAll("[ \0]+$", ""))
        .map(v -> vr == Vr.PN ? v.replaceAll("[ =]+$", "") : v)
        .toList();
  }

  private static boolean sameNumber(Vr vr, String before, String after) {
    return (vr == Vr.DS || vr == Vr.IS)
        && (before.strip().equals(after)
            || new BigDecimal(before.strip()).compareTo(new BigDecimal(after)) == 0);
  }
}
