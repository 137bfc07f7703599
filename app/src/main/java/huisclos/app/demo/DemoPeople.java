package huisclos.app.demo;

import java.time.LocalDate;
import java.util.List;

/** The invented patients: each family name says DEMO in its own script. */
final class DemoPeople {
  /** The default repertoire, ASCII. */
  static final DemoPatient ADA =
      new DemoPatient("DEMO-0001", "DEMO^ADA", LocalDate.of(1957, 4, 12), "F", List.of());

  /** Latin alphabet No. 1. */
  static final DemoPatient AENNE =
      new DemoPatient(
          "DEMO-0002",
          "DEMO-MÜLLER^ÄNNE^^DR.",
          LocalDate.of(1969, 11, 3),
          "F",
          List.of("ISO_IR 100"));

  /** Three groups: alphabetic, ideographic and phonetic, the latter two by code extension. */
  static final DemoPatient HANAKO =
      new DemoPatient(
          "DEMO-0003",
          "DEMO^HANAKO=伝模^花子=でも^はなこ",
          LocalDate.of(1974, 7, 21),
          "F",
          List.of("", "ISO 2022 IR 87"));

  /** Greek. */
  static final DemoPatient DAPHNE =
      new DemoPatient(
          "DEMO-0004", "ΔΕΜΟ^ΔΑΦΝΗ", LocalDate.of(1966, 2, 28), "F", List.of("ISO_IR 126"));

  /** Korean, by code extension. */
  static final DemoPatient GIL =
      new DemoPatient(
          "DEMO-0005",
          "DEMO^GIL=大模^吉=데모^길",
          LocalDate.of(1949, 9, 9),
          "M",
          List.of("", "ISO 2022 IR 149"));

  /** UTF-8, for what no other repertoire holds together. */
  static final DemoPatient LEONIE =
      new DemoPatient(
          "DEMO-0006",
          "DEMO-ŁĘCKA^LÉONIE=德模^丽",
          LocalDate.of(1991, 12, 30),
          "F",
          List.of("ISO_IR 192"));

  /** Cyrillic. */
  static final DemoPatient OLEH =
      new DemoPatient(
          "DEMO-0007", "ДЕМО^ОЛЕГ", LocalDate.of(1983, 5, 17), "M", List.of("ISO_IR 144"));

  static final List<DemoPatient> ALL = List.of(ADA, AENNE, HANAKO, DAPHNE, GIL, LEONIE, OLEH);

  private DemoPeople() {}
}
