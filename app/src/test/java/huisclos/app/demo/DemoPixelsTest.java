package huisclos.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.ValueElement;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The images hold what they should: not how they look, but that something is there, in range. */
final class DemoPixelsTest {
  private static final DemoSite SITE = new DemoSite(1, LocalDate.of(2025, 11, 20));

  private static byte[] pixels(DataSet set) {
    return ((ValueElement) set.get(Tag.PIXEL_DATA).orElseThrow()).bytes();
  }

  private static int sample(byte[] pixels, int index) {
    return (pixels[2 * index] & 0xFF) | (pixels[2 * index + 1] & 0xFF) << 8;
  }

  private static List<DemoObject> of(String modality) {
    return SITE.objects().stream().filter(o -> o.series().modality().equals(modality)).toList();
  }

  private static int of(DataSet set, int tag) {
    return set.integer(tag).orElseThrow();
  }

  @Test
  void lengthsFitTheGeometryAndValuesTheBitsStored() {
    for (DemoObject object : DemoSiteTest.oneOfEachSeries(SITE)) {
      DataSet set = object.dataSet();
      if (!set.contains(Tag.PIXEL_DATA)) {
        assertThat(object.series().modality()).isEqualTo("SR");
        continue;
      }
      int frames = set.integer(Tag.NUMBER_OF_FRAMES).orElse(1);
      int bytes = of(set, Tag.BITS_ALLOCATED) / 8;
      byte[] pixels = pixels(set);
      assertThat(pixels.length)
          .isEqualTo(
              frames
                  * of(set, Tag.ROWS)
                  * of(set, Tag.COLUMNS)
                  * of(set, Tag.SAMPLES_PER_PIXEL)
                  * bytes);
      if (bytes == 2) {
        int[] seen = new int[1 << of(set, Tag.BITS_STORED)];
        for (int i = 0; i < pixels.length / 2; i++) {
          seen[sample(pixels, i)]++;
        }
        int kinds = 0;
        for (int count : seen) {
          kinds += count > 0 ? 1 : 0;
        }
        assertThat(kinds).as(object.series().description()).isGreaterThan(400);
      }
    }
  }

  @Test
  void aCtHeadIsAirBoneAndBrainInHounsfieldUnits() {
    DemoObject middle = of("CT").stream().filter(o -> head(o)).skip(12).findFirst().orElseThrow();
    DataSet set = middle.dataSet();
    byte[] pixels = pixels(set);
    int air = 0;
    int brain = 0;
    int blood = 0;
    int bone = 0;
    for (int i = 0; i < pixels.length / 2; i++) {
      int hu = sample(pixels, i) + of(set, Tag.RESCALE_INTERCEPT);
      air += hu < -900 ? 1 : 0;
      brain += hu > 15 && hu < 50 ? 1 : 0;
      blood += hu > 60 && hu < 80 ? 1 : 0;
      bone += hu > 500 ? 1 : 0;
    }
    int all = pixels.length / 2;
    assertThat(air).isBetween(all / 3, all * 3 / 4);
    assertThat(brain).isBetween(all / 10, all / 2);
    assertThat(bone).isBetween(all / 40, all / 5);
    // The bleeding: some 20 by 28 mm.
    assertThat(blood).isGreaterThan(800);
  }

  private static boolean head(DemoObject object) {
    return object.study().description().equals("CT head");
  }

  @Test
  void slicesLieInOrderAtEqualSteps() {
    List<DemoObject> slices = of("CT").stream().filter(o -> head(o)).limit(3).toList();
    double[] z = new double[3];
    for (int i = 0; i < 3; i++) {
      DataSet set = slices.get(i).dataSet();
      z[i] = Double.parseDouble(set.strings(Tag.IMAGE_POSITION_PATIENT).get(2));
      assertThat(set.string(Tag.SLICE_THICKNESS)).contains("5.0");
      assertThat(of(set, Tag.INSTANCE_NUMBER)).isEqualTo(i + 1);
    }
    assertThat(z[1] - z[0]).isEqualTo(5);
    assertThat(z[2] - z[1]).isEqualTo(5);
  }

  @Test
  void theHeartBeats() {
    byte[] pixels = pixels(of("US").getFirst().dataSet());
    int frame = EchoCine.WIDTH * EchoCine.HEIGHT;
    int[] dark = new int[EchoCine.FRAMES];
    for (int f = 0; f < dark.length; f++) {
      // A box about the left ventricle: it holds less blood, which is dark, when contracted.
      for (int row = 100; row < 280; row++) {
        for (int column = 320; column < 440; column++) {
          int v = pixels[f * frame + row * EchoCine.WIDTH + column] & 0xFF;
          dark[f] += v < 60 ? 1 : 0;
        }
      }
    }
    assertThat(dark[7]).isLessThan(dark[0] * 3 / 4);
    assertThat(dark[19]).isGreaterThan(dark[7] * 5 / 4);
  }
}
