package huisclos.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.dicom.UidRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DemoSiteTest {
  private static final LocalDate TODAY = LocalDate.of(2025, 11, 20);
  private static final DemoSite SITE = new DemoSite(1, TODAY);

  /** The first instance of each series: enough to see every kind, quick to make. */
  static List<DemoObject> oneOfEachSeries(DemoSite site) {
    Map<String, DemoObject> first = new LinkedHashMap<>();
    site.objects().forEach(o -> first.putIfAbsent(o.series().uid(), o));
    return List.copyOf(first.values());
  }

  static byte[] bytes(DemoObject object) throws IOException {
    var out = new ByteArrayOutputStream();
    object.writeTo(out);
    return out.toByteArray();
  }

  @Test
  void countsAreWhatTheCatalogSays() {
    assertThat(SITE.patients()).hasSize(7);
    assertThat(SITE.studies()).hasSize(9);
    assertThat(SITE.objects()).hasSize(155);
    assertThat(SITE.studies().stream().mapToInt(DemoStudy::instances).sum()).isEqualTo(155);
    assertThat(SITE.studies().stream().map(DemoStudy::patient).distinct())
        .containsExactlyInAnyOrderElementsOf(SITE.patients());
    for (DemoStudy study : SITE.studies()) {
      for (DemoSeries series : study.series()) {
        assertThat(SITE.objects().stream().filter(o -> o.series().equals(series)))
            .hasSize(series.instances());
      }
    }
  }

  @Test
  void equalSeedsAndDaysMakeEqualBytesInAnyOrder() throws IOException {
    List<DemoObject> here = oneOfEachSeries(SITE);
    List<DemoObject> there = oneOfEachSeries(new DemoSite(1, TODAY));
    assertThat(there).hasSameSizeAs(here);
    for (int i = here.size() - 1; i >= 0; i--) {
      assertThat(there.get(i).sopInstance()).isEqualTo(here.get(i).sopInstance());
      assertThat(bytes(there.get(i))).isEqualTo(bytes(here.get(i)));
    }
  }

  @Test
  void anotherSeedOrDayHasNoUidInCommon() {
    Set<String> uids = new HashSet<>(uids(SITE));
    assertThat(uids(new DemoSite(2, TODAY))).doesNotContainAnyElementsOf(uids);
    assertThat(uids(new DemoSite(1, TODAY.plusDays(1)))).doesNotContainAnyElementsOf(uids);
  }

  @Test
  void uidsAreValidAndUnique() {
    List<String> uids = uids(SITE);
    assertThat(uids).doesNotHaveDuplicates().allMatch(Uid::isValid);
    assertThat(uids).allMatch(u -> u.startsWith("2.25."));
    assertThat(UidRegistry.storageSopClasses())
        .containsAll(SITE.objects().stream().map(DemoObject::sopClass).toList());
  }

  private static List<String> uids(DemoSite site) {
    List<String> uids = new ArrayList<>();
    for (DemoStudy study : site.studies()) {
      uids.add(study.uid());
      study.series().forEach(s -> uids.add(s.uid()));
    }
    site.objects().forEach(o -> uids.add(o.sopInstance()));
    return uids;
  }

  @Test
  void everyPatientIsPlainlyInvented() {
    assertThat(SITE.patients()).allMatch(p -> p.id().startsWith("DEMO-"));
    assertThat(SITE.patients()).allMatch(p -> p.name().matches("(DEMO|ΔΕΜΟ|ДЕМО).*"));
    assertThat(SITE.studies()).allMatch(s -> s.referrer().matches("(DEMO|ΔΕΜΟ|ДЕМО).*"));
    assertThat(SITE.studies()).allMatch(s -> s.accession().startsWith("DEMO-"));
    assertThat(SITE.studies())
        .allMatch(s -> s.start().toLocalDate().isBefore(TODAY))
        .allMatch(s -> s.start().toLocalDate().isAfter(TODAY.minusWeeks(4)));
  }

  @Test
  void whatIsWrittenReadsBackWithNamesInTheirScripts() throws IOException {
    for (DemoObject object : oneOfEachSeries(SITE)) {
      byte[] bytes = bytes(object);
      DataSet read =
          DataSetDecoder.read(
              new ByteArrayInputStream(bytes), object.transferSyntax(), ReadOptions.whole());
      DemoPatient patient = object.study().patient();
      assertThat(read.string(Tag.PATIENT_NAME)).contains(patient.name());
      assertThat(read.string(Tag.PATIENT_ID)).contains(patient.id());
      assertThat(read.string(Tag.REFERRING_PHYSICIAN_NAME)).contains(object.study().referrer());
      assertThat(read.string(Tag.STUDY_INSTANCE_UID)).contains(object.study().uid());
      assertThat(read.string(Tag.SERIES_INSTANCE_UID)).contains(object.series().uid());
      assertThat(read.string(Tag.SOP_INSTANCE_UID)).contains(object.sopInstance());
      assertThat(read.string(Tag.SOP_CLASS_UID)).contains(object.sopClass());
      assertThat(read.string(Tag.MODALITY)).contains(object.series().modality());
      assertThat(read.string(Tag.INSTITUTION_NAME)).contains("DEMO");
      assertThat(read.tags()).isEqualTo(object.dataSet().tags());
    }
  }

  @Test
  void noFieldNamesTheProduct() throws IOException {
    for (DemoObject object : oneOfEachSeries(SITE)) {
      DataSet set = object.dataSet();
      set.remove(Tag.PIXEL_DATA);
      var out = new ByteArrayOutputStream();
      DataSetWriter.write(set, out, object.transferSyntax());
      assertThat(out.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT))
          .doesNotContain("huis");
    }
  }

  @Test
  void theReportPointsAtAnImageOfItsStudy() {
    DemoObject report =
        SITE.objects().stream().filter(o -> o.series().modality().equals("SR")).findFirst().get();
    DataSet evidence =
        report.dataSet().items(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE).getFirst();
    DataSet series = evidence.items(Tag.REFERENCED_SERIES_SEQUENCE).getFirst();
    DataSet image = series.items(Tag.REFERENCED_SOP_SEQUENCE).getFirst();
    DemoObject found =
        SITE.objects().stream()
            .filter(o -> image.string(Tag.REFERENCED_SOP_INSTANCE_UID, "").equals(o.sopInstance()))
            .findFirst()
            .get();
    assertThat(found.sopClass()).isEqualTo(image.string(Tag.REFERENCED_SOP_CLASS_UID, ""));
    assertThat(found.series().uid()).isEqualTo(series.string(Tag.SERIES_INSTANCE_UID, ""));
    assertThat(found.study().uid()).isEqualTo(evidence.string(Tag.STUDY_INSTANCE_UID, ""));
  }
}
