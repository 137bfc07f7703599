package huisclos.app.demo;

import huisclos.dicom.DataSet;
import huisclos.dicom.Uids;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Lays out who was examined when, and with what. Not shared while it is built. */
final class DemoCatalog {
  private static final int HEAD_SLICES = 24;
  private static final int CHEST_SLICES = 22;
  private static final int MR_SLICES = 19;

  /** The slice of {@link #HEAD_SLICES} that cuts the bleeding in its middle, from 1. */
  private static final int KEY_SLICE = 13;

  private record Plan(
      String modality, String sopClass, String description, int instances, Iod iod) {}

  private final long seed;
  private final LocalDate today;
  private final DemoUids uids;
  private final Supplier<Noise> noise;

  /** Grain of a reconstructed slice, and of a detector that is read directly. */
  private final Supplier<Grain> smooth;

  private final Supplier<Grain> sharp;

  private final List<DemoStudy> studies = new ArrayList<>();
  private final List<DemoObject> objects = new ArrayList<>();

  DemoCatalog(long seed, LocalDate today) {
    this.seed = seed;
    this.today = today;
    uids = new DemoUids(seed, today.toEpochDay());
    noise = new Lazy<>(() -> new Noise(seed));
    smooth = new Lazy<>(() -> new Grain(seed + 1, 0.35f));
    sharp = new Lazy<>(() -> new Grain(seed + 2, 0.1f));
    Supplier<HeadSlices> ada = head(1, new HeadVariant(0.3f, 0.25f, true, 0.4f));
    Supplier<HeadSlices> gil = head(5, new HeadVariant(1.6f, 0.6f, false, 1f));
    Supplier<HeadSlices> oleh = head(11, new HeadVariant(0f, 0.05f, false, 0f));
    DemoPatient who = DemoPeople.AENNE;
    add(who, 2, 9, "Chest PA", "DEMO-ÖRTLI^JÖRG", radiograph(1, 1.08f, -6, true));
    add(who, 1, 11, "CT chest", "DEMO-ÖRTLI^JÖRG", chest());
    add(DemoPeople.HANAKO, 5, 14, "Echocardiography", "DEMO^KEN=伝模^健=でも^けん", echo());
    add(DemoPeople.ADA, 12, 22, "CT head", "DEMO-REFERRER^IRIS", emergency(ada));
    add(DemoPeople.ADA, 3, 8, "MR brain", "DEMO-REFERRER^IRIS", magnetic(ada));
    add(DemoPeople.DAPHNE, 8, 10, "Mammography", "ΔΕΜΟ^ΝΙΚΗ", mammography());
    add(DemoPeople.GIL, 17, 16, "MR brain", "DEMO^SUN=大模^善=데모^선", magnetic(gil));
    add(DemoPeople.LEONIE, 6, 13, "Chest PA", "DEMO-NOVÁČEK^ŽOFIE", radiograph(2, 0.96f, 2, false));
    add(DemoPeople.OLEH, 23, 19, "CT head", "ДЕМО^ІРИНА", ordinary(oleh));
  }

  List<DemoStudy> studies() {
    return List.copyOf(studies);
  }

  List<DemoObject> objects() {
    return List.copyOf(objects);
  }

  /** UIDs under which the study to be added next, its series and instances will go. */
  private String next(String role) {
    return uids.uid(role.replace("#", Integer.toString(studies.size() + 1)));
  }

  private Supplier<HeadSlices> head(int person, HeadVariant variant) {
    return new Lazy<>(() -> new HeadSlices(seed + person, variant, noise.get(), smooth.get()));
  }

  private List<Plan> radiograph(int person, float heart, float breath, boolean nodule) {
    var variant = new ChestVariant(heart, breath, nodule);
    var image =
        new Lazy<>(() -> new ChestRadiograph(seed + person, variant, noise.get(), sharp.get()));
    return List.of(
        new Plan(
            "DX",
            Uids.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION,
            "PA upright",
            1,
            new DxIod(image)));
  }

  private List<Plan> chest() {
    var variant = new ChestVariant(1, 0, true);
    var slices = new Lazy<>(() -> new ChestSlices(seed + 1, variant, noise.get(), smooth.get()));
    Iod iod = CtIod.chest(next("frame #"), (n, mm, z, i) -> slices.get().ct(n, mm, z, i));
    return List.of(new Plan("CT", Uids.CT_IMAGE_STORAGE, "Chest with contrast", CHEST_SLICES, iod));
  }

  private List<Plan> echo() {
    var cine = new Lazy<>(() -> new EchoCine(noise.get(), sharp.get()));
    String sopClass = Uids.ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE;
    return List.of(new Plan("US", sopClass, "Apical four chambers", 1, new UsIod(cine)));
  }

  private List<Plan> mammography() {
    var breast = new Lazy<>(() -> new Mammogram(noise.get(), sharp.get()));
    String sopClass = Uids.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION;
    return List.of(new Plan("MG", sopClass, "CC and MLO, both sides", 4, new MgIod(breast)));
  }

  private List<Plan> ordinary(Supplier<HeadSlices> head) {
    Iod iod = CtIod.head(next("frame #"), (n, mm, z, i) -> head.get().ct(n, mm, z, i));
    return List.of(new Plan("CT", Uids.CT_IMAGE_STORAGE, "Head 5 mm", HEAD_SLICES, iod));
  }

  private List<Plan> emergency(Supplier<HeadSlices> head) {
    Iod flow = new ScIod(new FlowMap(head));
    Iod report = new SrIod(next("study #"), next("series #.1"), next("instance #.1." + KEY_SLICE));
    var plans = new ArrayList<>(ordinary(head));
    plans.add(new Plan("OT", Uids.SECONDARY_CAPTURE_IMAGE_STORAGE, "Blood flow map", 1, flow));
    plans.add(new Plan("SR", Uids.BASIC_TEXT_SR_STORAGE, "Report", 1, report));
    return plans;
  }

  private List<Plan> magnetic(Supplier<HeadSlices> head) {
    String frame = next("frame #");
    Iod t1 = new MrIod(false, frame, head);
    Iod flair = new MrIod(true, frame, head);
    return List.of(
        new Plan("MR", Uids.MR_IMAGE_STORAGE, "T1 SE axial", MR_SLICES, t1),
        new Plan("MR", Uids.MR_IMAGE_STORAGE, "T2 FLAIR axial", MR_SLICES, flair));
  }

  private void add(
      DemoPatient patient,
      int daysAgo,
      int hour,
      String description,
      String referrer,
      List<Plan> plans) {
    int number = studies.size() + 1;
    LocalDateTime start = today.minusDays(daysAgo).atTime(hour, 7 * number % 60);
    List<DemoSeries> series = new ArrayList<>();
    for (Plan plan : plans) {
      series.add(
          new DemoSeries(
              next("series #." + (series.size() + 1)),
              series.size() + 1,
              plan.modality(),
              plan.sopClass(),
              plan.description(),
              plan.instances()));
    }
    String accession = "DEMO-A%04d".formatted(1000 + number);
    var study =
        new DemoStudy(
            patient, next("study #"), accession, start, description, referrer, List.copyOf(series));
    for (int i = 0; i < plans.size(); i++) {
      for (int k = 0; k < plans.get(i).instances(); k++) {
        String instance = next("instance #." + (i + 1) + "." + (k + 1));
        objects.add(object(study, series.get(i), instance, plans.get(i).iod(), k));
      }
    }
    studies.add(study);
  }

  private static DemoObject object(
      DemoStudy study, DemoSeries series, String instance, Iod iod, int index) {
    return new DemoObject(
        study,
        series,
        instance,
        () -> {
          var set = new DataSet();
          Modules.common(set, study, series, instance, index);
          iod.fill(set, index);
          return set;
        });
  }
}
