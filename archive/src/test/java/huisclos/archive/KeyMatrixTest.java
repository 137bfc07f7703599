package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.UidRegistry;
import huisclos.dicom.Vr;
import huisclos.testkit.SharedData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each key, each way of matching, each level, against an independent reading of the same files: a
 * list in memory that is gone through from end to end with other code.
 */
class KeyMatrixTest {
  /** Every study date of the tests; narrows wild cards without leaving any dated study out. */
  private static final String ALL_DATES = "00010101-99991231";

  @TempDir Path folder;

  /** The stored instances in the order they came. */
  private final List<DataSet> stored = new ArrayList<>();

  private int asked;

  @Test
  void madeUpInstances() throws IOException {
    try (Site site = new Site(folder)) {
      for (int patient = 1; patient <= 6; patient++) {
        for (int study = 1; study <= 2; study++) {
          for (int series = 1; series <= 2; series++) {
            for (int instance = 1; instance <= 2; instance++) {
              DataSet set = Made.ct(patient, study, series, instance);
              decorate(set, patient, study, series, instance);
              assertThat(site.store(set)).isInstanceOf(StoreOutcome.Stored.class);
              stored.add(set);
            }
          }
        }
      }
      matrix(site);
    }
    assertThat(asked).isGreaterThan(400);
  }

  /** Values for keys that a plain image lacks. */
  private static void decorate(DataSet set, int patient, int study, int series, int instance) {
    set.putString(Tag.STUDY_ID, "S" + study);
    set.putString(Tag.OTHER_PATIENT_IDS, "ALT" + patient, "OLD" + patient % 3);
    set.putString(Tag.ETHNIC_GROUP, "group " + patient % 2);
    set.putString(Tag.PATIENT_COMMENTS, "comment of " + patient);
    set.putString(Tag.PATIENT_BIRTH_TIME, "0%d15".formatted(patient));
    set.putString(Tag.PATIENT_AGE, "0%d0Y".formatted(patient));
    set.putString(Tag.PATIENT_WEIGHT, "6%d.50".formatted(patient));
    set.putString(Tag.SERIES_DESCRIPTION, series == 1 ? "Axial" : "Localizer");
    set.putString(Tag.MODALITY, series == 1 ? "CT" : patient % 2 == 0 ? "SC" : "PT");
    set.putString(Tag.BODY_PART_EXAMINED, series == 1 ? "HEAD" : "CHEST");
    set.putString(Tag.OPERATORS_NAME, "Opera^Tor" + patient % 2, "Second^One");
    set.putString(Tag.SERIES_DATE, "2001010%d".formatted(patient));
    set.putString(Tag.PERFORMED_PROCEDURE_STEP_START_DATE, "2002020%d".formatted(patient));
    set.putString(Tag.PERFORMED_PROCEDURE_STEP_START_TIME, "10%d000.25".formatted(patient % 6));
    set.putString(Tag.ACQUISITION_DATE_TIME, "2003030%d1%d1500".formatted(patient, instance));
    set.putString(Tag.CONTENT_DATE, "2004040%d".formatted(instance));
    set.putString(Tag.IMAGE_TYPE, "ORIGINAL", "PRIMARY", instance == 1 ? "AXIAL" : "OTHER");
    set.putString(Tag.INSTITUTION_NAME, "Hospital " + patient % 2);
  }

  @Test
  void sharedFiles() throws IOException {
    SharedData.require();
    try (Site site = new Site(folder)) {
      Set<String> seen = new LinkedHashSet<>();
      for (SharedData.Entry entry : SharedData.entries()) {
        if (entry.wellFormed()
            && UidRegistry.storageSopClasses().contains(entry.sopClass())
            && Files.size(entry.file()) < 2_000_000) {
          add(site, entry.file(), seen);
        }
      }
      assertThat(stored.size()).isGreaterThan(150);
      matrix(site);
    }
    assertThat(asked).isGreaterThan(1_000);
  }

  private void add(Site site, Path file, Set<String> seen) throws IOException {
    byte[] bytes;
    TransferSyntax syntax;
    try (InputStream in = Files.newInputStream(file)) {
      Part10File part10 = Part10.open(in);
      syntax = part10.transferSyntax();
      bytes = part10.dataSetStream().readAllBytes();
    } catch (IOException e) {
      return;
    }
    DataSet set =
        DataSetDecoder.read(new ByteArrayInputStream(bytes), syntax, ReadOptions.header());
    String sop = set.string(Tag.SOP_INSTANCE_UID, "");
    boolean whole =
        !sop.isEmpty()
            && set.string(Tag.STUDY_INSTANCE_UID).isPresent()
            && set.string(Tag.SERIES_INSTANCE_UID).isPresent()
            && UidRegistry.storageSopClasses().contains(set.string(Tag.SOP_CLASS_UID, ""));
    if (!whole || !seen.add(sop)) {
      return;
    }
    StoreOutcome outcome =
        site.store(new StoreHeader(set.string(Tag.SOP_CLASS_UID, ""), sop, syntax.uid()), bytes);
    assertThat(outcome).as(file.getFileName().toString()).isInstanceOf(StoreOutcome.Stored.class);
    assertThat(site.fetch(sop)).isEqualTo(bytes);
    stored.add(set);
  }

  // ---- the independent reading

  /** The first instances of an entity and of those above it: theirs are its attributes. */
  private record Account(DataSet study, DataSet series, DataSet image) {
    DataSet of(Level level) {
      return switch (level) {
        case PATIENT, STUDY -> study;
        case SERIES -> series;
        case IMAGE -> image;
      };
    }
  }

  private Map<String, List<Account>> entities(Level level) {
    Map<String, DataSet> studies = new LinkedHashMap<>();
    Map<String, DataSet> allSeries = new LinkedHashMap<>();
    Map<String, List<Account>> entities = new LinkedHashMap<>();
    for (DataSet set : stored) {
      String study = set.string(Tag.STUDY_INSTANCE_UID, "");
      String series = study + "/" + set.string(Tag.SERIES_INSTANCE_UID, "");
      Account account =
          new Account(
              studies.computeIfAbsent(study, _ -> set),
              allSeries.computeIfAbsent(series, _ -> set),
              set);
      switch (level) {
        // Each study's account of its patient counts for the patient.
        case PATIENT ->
            entities
                .computeIfAbsent(patient(account.study(), study), _ -> new ArrayList<>())
                .add(account);
        case STUDY -> entities.computeIfAbsent(study, _ -> List.of(account));
        case SERIES -> entities.computeIfAbsent(series, _ -> List.of(account));
        case IMAGE -> entities.put(set.string(Tag.SOP_INSTANCE_UID, ""), List.of(account));
      }
    }
    return entities;
  }

  private static String patient(DataSet set, String study) {
    String id = set.string(Tag.PATIENT_ID, "").strip();
    return id.isEmpty() ? "study " + study : id + "/" + set.string(Tag.ISSUER_OF_PATIENT_ID, "");
  }

  private static boolean matches(List<Account> accounts, Map<Integer, String> keys) {
    return accounts.stream()
        .anyMatch(account ->
            keys.entrySet().stream()
                .allMatch(key ->
                    matches(
                        account.of(QueryKeys.find(key.getKey()).orElseThrow().level()),
                        key.getKey(),
                        key.getValue())));
  }

  private static boolean matches(DataSet set, int tag, String key) {
    if (key.equals("*")) {
      return true;
    }
    Vr vr = QueryKeys.find(tag).orElseThrow().vr();
    for (String value : set.strings(tag)) {
      if (value.isEmpty()) {
        continue;
      }
      boolean match =
          switch (vr) {
            case UI -> List.of(key.split("\\\\", -1)).contains(value);
            case DA -> between(value.replace(".", ""), key);
            case DS, IS, US, UL, FD, FL, SS, SL ->
                Double.parseDouble(value) == Double.parseDouble(key);
            case TM, DT -> value.equals(key);
            case PN -> name(value, key);
            default -> value.matches(regex(key));
          };
      if (match) {
        return true;
      }
    }
    return false;
  }

  private static boolean between(String day, String key) {
    if (day.length() != 8) {
      return false;
    }
    String[] ends = key.split("-", -1);
    String from = ends[0];
    String to = ends[ends.length - 1];
    return (from.isEmpty() || day.compareTo(from) >= 0) && (to.isEmpty() || day.compareTo(to) <= 0);
  }

  private static boolean name(String value, String key) {
    for (String group : value.split("=", -1)) {
      String plain = group.toLowerCase(java.util.Locale.ROOT).replaceAll("[\\^ ]+$", "");
      // Components that are not there are empty ones, in the value as in the key.
      String asked = regex(key.toLowerCase(java.util.Locale.ROOT).replaceAll("[\\^ ]+$", ""));
      if (plain.matches(asked) || (key.contains("*") && plain.concat("^^^^").matches(asked))) {
        return true;
      }
    }
    return false;
  }

  private static String regex(String key) {
    StringBuilder regex = new StringBuilder("(?s)");
    key.codePoints()
        .forEach(c -> {
          switch (c) {
            case '*' -> regex.append(".*");
            case '?' -> regex.append('.');
            default -> regex.append(java.util.regex.Pattern.quote(Character.toString(c)));
          }
        });
    return regex.toString();
  }

  // ---- the matrix

  private void matrix(Site site) throws IOException {
    for (QueryKeys.Key key : QueryKeys.all()) {
      // A time zone in an identifier is no key but speaks of the others.
      if (key.source() == QueryKeys.Source.STORED
          && key.vr() != Vr.SQ
          && key.tag() != Tag.TIMEZONE_OFFSET_FROM_UTC) {
        Set<String> values = new TreeSet<>();
        for (DataSet set : stored) {
          values.addAll(set.strings(key.tag()));
        }
        values.remove("");
        values.stream()
            .filter(KeyMatrixTest::plain)
            .skip(values.size() > 2 ? 1 : 0)
            .limit(3)
            .forEach(value -> ask(site, key, value));
      }
    }
  }

  /** Values that other code folds the same way; others have tests of their own. */
  private static boolean plain(String value) {
    return value.length() < 64
        && value.chars().allMatch(c -> (c > ' ' && c < 0x7F && "*?\\=".indexOf(c) < 0) || c == ' ')
        && value.equals(value.strip())
        && !value.contains("  ");
  }

  private void ask(Site site, QueryKeys.Key key, String value) {
    List<String> forms = new ArrayList<>(List.of(value));
    switch (key.vr()) {
      case DA -> {
        String day = value.replace(".", "");
        if (day.length() == 8) {
          forms.set(0, day);
          forms.addAll(List.of(day + "-", "-" + day, day + "-" + day, "19000101-" + day));
        } else {
          forms.clear();
        }
      }
      case UI -> forms.add(value + "\\1.2.3.4\\1.2.3.5");
      case DS, IS, US, UL, FD, FL, SS, SL -> {
        if (key.vr() == Vr.IS) {
          forms.add("0" + value);
        }
      }
      case TM, DT -> {}
      default -> {
        forms.add(value.charAt(0) + "*");
        forms.add(value.substring(0, value.length() - 1) + "?");
        forms.add("*" + value.substring(1));
        forms.add("?" + value.substring(1));
        forms.add(value + "*");
        forms.add("NOT" + value);
        if (key.vr() == Vr.PN) {
          forms.add(value.toUpperCase(java.util.Locale.ROOT));
        }
      }
    }
    for (String form : forms) {
      for (Level level : Level.values()) {
        if (!level.above(key.level())) {
          ask(site, key.tag(), form, level);
        }
      }
    }
  }

  /** Asks at one level, below each entity of the level above where the hierarchy wants one. */
  private void ask(Site site, int tag, String value, Level level) {
    Map<Integer, String> keys = new LinkedHashMap<>();
    keys.put(tag, value);
    switch (level) {
      case PATIENT -> {
        if (!Glob.isPattern(value)) {
          compare(site, level, Root.PATIENT, keys);
        }
      }
      case STUDY -> {
        if (tag != Tag.STUDY_DATE && Glob.isPattern(value)) {
          keys.put(Tag.STUDY_DATE, ALL_DATES);
        }
        compare(site, level, Root.STUDY, keys);
      }
      case SERIES, IMAGE -> {
        int parents = 0;
        for (List<Account> accounts :
            entities(level == Level.IMAGE ? Level.SERIES : Level.STUDY).values()) {
          DataSet parent = accounts.getFirst().image();
          // A handful of parents serves: the SQL is the same for all.
          if (parents++ % 7 == 0 && parents < 40) {
            Map<Integer, String> below = new LinkedHashMap<>(keys);
            below.put(Tag.STUDY_INSTANCE_UID, parent.string(Tag.STUDY_INSTANCE_UID, ""));
            if (level == Level.IMAGE) {
              below.put(Tag.SERIES_INSTANCE_UID, parent.string(Tag.SERIES_INSTANCE_UID, ""));
            }
            if (value.equals(below.get(tag))) {
              compare(site, level, Root.STUDY, below);
            }
          }
        }
      }
    }
  }

  private static void put(DataSet identifier, int tag, String value) {
    switch (QueryKeys.find(tag).orElseThrow().vr()) {
      case US, UL, SS, SL -> identifier.putInt(tag, Integer.parseInt(value));
      default -> identifier.putString(tag, value.split("\\\\", -1));
    }
  }

  private void compare(Site site, Level level, Root root, Map<Integer, String> keys) {
    Set<String> expected = new TreeSet<>();
    entities(level)
        .forEach((name, accounts) -> {
          if (matches(accounts, keys)) {
            expected.add(name);
          }
        });
    DataSet identifier = new DataSet();
    identifier.putEmpty(Tag.PATIENT_ID);
    identifier.putEmpty(Tag.ISSUER_OF_PATIENT_ID);
    identifier.putEmpty(Tag.STUDY_INSTANCE_UID);
    if (level == Level.SERIES || level == Level.IMAGE) {
      identifier.putEmpty(Tag.SERIES_INSTANCE_UID);
    }
    keys.forEach((tag, value) -> put(identifier, tag, value));
    StringBuilder what = new StringBuilder(level.name());
    keys.forEach(
        (tag, value) -> what.append(' ').append(Tags.format(tag)).append('=').append(value));
    asked++;
    try {
      List<DataSet> rows = site.rows(level, root, identifier);
      if (level == Level.PATIENT) {
        // A patient without an ID is known by nothing that is returned: counted alone.
        assertThat(rows).as(what.toString()).hasSameSizeAs(expected);
        return;
      }
      Set<String> found = new TreeSet<>();
      for (DataSet row : rows) {
        found.add(
            switch (level) {
              case STUDY, PATIENT -> row.string(Tag.STUDY_INSTANCE_UID, "");
              case SERIES ->
                  row.string(Tag.STUDY_INSTANCE_UID, "")
                      + "/"
                      + row.string(Tag.SERIES_INSTANCE_UID, "");
              case IMAGE -> row.string(Tag.SOP_INSTANCE_UID, "");
            });
      }
      assertThat(found).as(what.toString()).isEqualTo(expected);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
