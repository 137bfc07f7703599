package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Vr;
import huisclos.gate.Narrowed;
import huisclos.gate.Pass;
import huisclos.gate.PatientKey;
import huisclos.gate.Reach;
import huisclos.gate.Request;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances read piece by piece: what is on record, and which bytes come. */
class PiecesTest {
  @TempDir Path folder;

  private record Note(String text) implements Derived {
    @Override
    public long weight() {
      return text.length();
    }
  }

  @Test
  void aMinuteOfPiecesOfAStudyIsOnRecordOnce() throws Exception {
    try (Site site = new Site(folder.resolve("home"))) {
      site.store(Made.ct(1, 1, 1, 1));
      site.store(Made.ct(1, 1, 1, 2));
      site.store(Made.ct(2, 1, 1, 1));

      piece(site, 1, 1);
      piece(site, 1, 2);
      piece(site, 1, 1);
      piece(site, 2, 1);

      List<TrailRecord> given =
          site.records().stream().filter(r -> r.action() == Action.RETRIEVE).toList();
      assertThat(given)
          .extracting(r -> r.studyUids().getFirst())
          .containsExactly(Made.study(1, 1), Made.study(2, 1));
      assertThat(given).allMatch(r -> "60".equals(r.facts().get(Fact.PERIOD_SECONDS)));
    }
  }

  @Test
  void whatIsNotThereOpensNoWindow() throws Exception {
    try (Site site = new Site(folder.resolve("home"))) {
      site.store(Made.ct(1, 1, 1, 1));
      Pass pass = site.pass(new Request.Get());
      DataSet wrongStudy = keys(1, 1);
      wrongStudy.putString(Tag.STUDY_INSTANCE_UID, Made.study(9, 9));

      assertThat(site.archive.selectPiecewise(pass, wrongStudy))
          .isEqualTo(new FetchOutcome.Selected(List.of()));

      piece(site, 1, 1);
      assertThat(site.records().getLast().studyUids()).containsExactly(Made.study(1, 1));
    }
  }

  @Test
  void anOpenWindowIsNoWayOutOfReach() throws Exception {
    try (Site site = new Site(folder.resolve("home"))) {
      site.store(Made.ct(1, 1, 1, 1));
      site.store(Made.ct(2, 1, 1, 1));
      piece(site, 2, 1);
      Reach first = Reach.of(Reach.Part.patient(new PatientKey("PID000001", "")));
      Pass pass = site.pass(Narrowed.to(first), new Request.Get());

      assertThat(site.archive.selectPiecewise(pass, keys(2, 1)))
          .isEqualTo(new FetchOutcome.Selected(List.of()));
      assertThat(site.archive.selectPiecewise(pass, keys(1, 1)))
          .isInstanceOfSatisfying(
              FetchOutcome.Selected.class, s -> assertThat(s.instances()).hasSize(1));
    }
  }

  @Test
  void bytesComeFromAnywhereAsTheyWereStored() throws Exception {
    DataSet set = Made.ct(1, 1, 1, 1);
    byte[] pixels = new byte[400_000];
    new Random(5).nextBytes(pixels);
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, pixels);
    byte[] stored = Site.bytes(set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    try (Site site = new Site(folder.resolve("home"))) {
      site.store(set);
      Pass pass = site.pass(new Request.Get());
      StoredInstance instance =
          site.select(pass, Level.IMAGE, Made.instance(1, 1, 1, 1)).getFirst();
      KeptBytes kept = site.archive.kept(pass, instance);

      for (int from : new int[] {0, 1, 65_480, 65_536, 200_000, stored.length}) {
        try (InputStream in = kept.from(from)) {
          assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(stored, from, stored.length));
        }
      }
      try (InputStream in = kept.from(100)) {
        in.skipNBytes(300_000);
        assertThat(in.readNBytes(9)).isEqualTo(Arrays.copyOfRange(stored, 300_100, 300_109));
      }
      Pass other = site.pass(new Request.Get());
      assertThatThrownBy(() -> site.archive.kept(other, instance))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> site.archive.derived(other, instance, "x", Note.class))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatWasMadeOfAnInstanceIsOfItsVersionAndOfMeasuredSize() throws Exception {
    try (Site site = new Site(folder.resolve("home"))) {
      site.store(Made.ct(1, 1, 1, 1));
      Pass pass = site.pass(new Request.Get());
      StoredInstance instance =
          site.select(pass, Level.IMAGE, Made.instance(1, 1, 1, 1)).getFirst();
      SimulatedClock clock = new SimulatedClock();
      DerivedCache cache = new DerivedCache(clock);

      cache.put(instance, "a", new Note("x"), cache.clearings());
      assertThat(cache.get(instance, "a", Note.class)).contains(new Note("x"));
      assertThat(cache.get(instance, "b", Note.class)).isEmpty();
      clock.jump(DerivedCache.KEPT);
      assertThat(cache.get(instance, "a", Note.class)).isEmpty();

      String large = "x".repeat((int) DerivedCache.MAX_ENTRY_BYTES);
      for (int i = 0; i < 20; i++) {
        cache.put(instance, "form" + i, new Note(large), cache.clearings());
      }
      assertThat(cache.get(instance, "form0", Note.class)).isEmpty();
      assertThat(cache.get(instance, "form19", Note.class)).isPresent();
      long before = cache.clearings();
      cache.clear();
      assertThat(cache.get(instance, "form19", Note.class)).isEmpty();
      cache.put(instance, "form20", new Note("of what is destroyed by now"), before);
      assertThat(cache.get(instance, "form20", Note.class)).isEmpty();
    }
  }

  private static void piece(Site site, int patient, int instance) throws IOException {
    Pass pass = site.pass(new Request.Get());
    assertThat(site.archive.selectPiecewise(pass, keys(patient, instance)))
        .isInstanceOfSatisfying(
            FetchOutcome.Selected.class, s -> assertThat(s.instances()).hasSize(1));
  }

  private static DataSet keys(int patient, int instance) {
    DataSet keys = new DataSet();
    keys.putString(Tag.STUDY_INSTANCE_UID, Made.study(patient, 1));
    keys.putString(Tag.SERIES_INSTANCE_UID, Made.series(patient, 1, 1));
    keys.putString(Tag.SOP_INSTANCE_UID, Made.instance(patient, 1, 1, instance));
    return keys;
  }
}
