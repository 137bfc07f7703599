package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Dictionary;
import huisclos.dicom.Element;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.UidRegistry;
import huisclos.dicom.ValueElement;
import huisclos.dicom.Vr;
import huisclos.gate.Request;
import huisclos.testkit.SharedData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each key × each way of matching × each level, over the shared real files and made-up tricky ones,
 * against {@link NaiveMatcher}: which entities match, and what is returned of them. The counts of
 * the cases are {@code docs/query-table.md}.
 */
class QueryTableTest {
  /** Narrows wild cards without leaving any dated study out. */
  private static final String ALL_DATES = "00010101-99991231";

  private static final Semantics RELATIONAL = new Semantics(true, false, false, false);

  /** Real files of one SOP class: those that follow are much like them. */
  private static final int PER_CLASS = 6;

  /** The ways of matching, in the order of PS3.4 §C.2.2.2. */
  private enum Way {
    UNIVERSAL,
    SINGLE,
    UID_LIST,
    WILD_CARD,
    RANGE,
    SEQUENCE,
    EMPTY,
    SEVERAL,
    FUZZY,
    DATE_TIME,
    TIME_ZONE
  }

  @TempDir Path folder;

  private final List<DataSet> stored = new ArrayList<>();
  private final Map<Integer, Map<Way, Integer>> counts = new TreeMap<>(Integer::compareUnsigned);
  private final List<String> wrong = new ArrayList<>();
  private final Map<Level, List<Entity>> entities = new EnumMap<>(Level.class);

  @Test
  void noRowIsWrong() throws IOException {
    SharedData.require();
    try (Site site = new Site(folder)) {
      Set<String> seen = new LinkedHashSet<>();
      Map<String, Integer> ofClass = new LinkedHashMap<>();
      for (SharedData.Entry entry : SharedData.entries()) {
        if (entry.wellFormed()
            && UidRegistry.storageSopClasses().contains(entry.sopClass())
            && Files.size(entry.file()) < 1_000_000
            && ofClass.merge(entry.sopClass(), 1, Integer::sum) <= PER_CLASS) {
          add(site, entry.file(), seen);
        }
      }
      assertThat(stored.size()).isGreaterThan(40);
      for (int n = 0; n < Tricky.PATIENTS * 8; n++) {
        DataSet set = Tricky.instance(n / 8, 1 + n / 4 % 2, 1 + n / 2 % 2, 1 + n % 2);
        assertThat(site.store(set)).isInstanceOf(StoreOutcome.Stored.class);
        stored.add(set);
      }
      for (Level level : Level.values()) {
        entities.put(level, entities(level));
      }
      for (QueryKeys.Key key : QueryKeys.all()) {
        ask(site, key);
      }
    }
    assertThat(wrong).as("%d rows or values are wrong", wrong.size()).isEmpty();
    Path page = projectRoot().resolve("docs/query-table.md");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(page, document());
    }
    assertThat(page).hasContent(document());
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
    stored.add(set);
  }

  // ---- the independent reading

  /** An entity: what names it, and the first instances of it and of those above, by account. */
  private record Entity(String name, List<Account> accounts) {}

  private record Account(DataSet study, DataSet series, DataSet image) {
    DataSet of(Level level) {
      return switch (level) {
        case PATIENT, STUDY -> study;
        case SERIES -> series;
        case IMAGE -> image;
      };
    }
  }

  private static String study(DataSet set) {
    return set.string(Tag.STUDY_INSTANCE_UID, "");
  }

  private static String series(DataSet set) {
    return study(set) + "/" + set.string(Tag.SERIES_INSTANCE_UID, "");
  }

  private static String patient(DataSet first) {
    String id = first.string(Tag.PATIENT_ID, "").strip();
    return id.isEmpty()
        ? "study " + study(first)
        : id + "/" + first.string(Tag.ISSUER_OF_PATIENT_ID, "").strip();
  }

  private List<Entity> entities(Level level) {
    Map<String, DataSet> studies = new LinkedHashMap<>();
    Map<String, DataSet> allSeries = new LinkedHashMap<>();
    Map<String, List<Account>> named = new LinkedHashMap<>();
    for (DataSet set : stored) {
      DataSet first = studies.computeIfAbsent(study(set), _ -> set);
      Account account = new Account(first, allSeries.computeIfAbsent(series(set), _ -> set), set);
      switch (level) {
        // Each study's account of its patient counts for the patient.
        case PATIENT -> named.computeIfAbsent(patient(first), _ -> new ArrayList<>()).add(account);
        case STUDY -> named.computeIfAbsent(study(set), _ -> List.of(account));
        case SERIES -> named.computeIfAbsent(series(set), _ -> List.of(account));
        case IMAGE -> named.put(set.string(Tag.SOP_INSTANCE_UID, ""), List.of(account));
      }
    }
    return named.entrySet().stream().map(e -> new Entity(e.getKey(), e.getValue())).toList();
  }

  /** What an entity has for a key: of its first instance, or counted. */
  private DataSet object(QueryKeys.Key key, Account account) {
    return key.source() == QueryKeys.Source.STORED
        ? account.of(key.level())
        : counted(key.tag(), account);
  }

  private final Map<String, DataSet> countedBefore = new LinkedHashMap<>();

  private DataSet counted(int tag, Account account) {
    DataSet of = account.image();
    String name = tag + of.string(Tag.SOP_INSTANCE_UID, "");
    return countedBefore.computeIfAbsent(name, _ -> count(tag, account));
  }

  private DataSet count(int tag, Account account) {
    String study = study(account.image());
    List<DataSet> inStudy = stored.stream().filter(s -> study(s).equals(study)).toList();
    Map<String, String> owner = new LinkedHashMap<>();
    stored.forEach(s -> owner.putIfAbsent(study(s), patient(s)));
    List<DataSet> ofPatient =
        stored.stream().filter(s -> Objects.equals(owner.get(study(s)), owner.get(study))).toList();
    DataSet set = new DataSet();
    switch (tag) {
      case Tag.NUMBER_OF_PATIENT_RELATED_STUDIES ->
          set.putString(tag, "" + ofPatient.stream().map(QueryTableTest::study).distinct().count());
      case Tag.NUMBER_OF_PATIENT_RELATED_SERIES ->
          set.putString(
              tag, "" + ofPatient.stream().map(QueryTableTest::series).distinct().count());
      case Tag.NUMBER_OF_PATIENT_RELATED_INSTANCES -> set.putString(tag, "" + ofPatient.size());
      case Tag.NUMBER_OF_STUDY_RELATED_SERIES ->
          set.putString(tag, "" + inStudy.stream().map(QueryTableTest::series).distinct().count());
      case Tag.NUMBER_OF_STUDY_RELATED_INSTANCES -> set.putString(tag, "" + inStudy.size());
      case Tag.NUMBER_OF_SERIES_RELATED_INSTANCES ->
          set.putString(
              tag,
              "" + inStudy.stream().filter(s -> series(s).equals(series(account.image()))).count());
      case Tag.MODALITIES_IN_STUDY -> {
        // A series' modality is that of its first instance.
        Map<String, String> first = new LinkedHashMap<>();
        inStudy.forEach(s -> first.putIfAbsent(series(s), s.string(Tag.MODALITY, "")));
        Set<String> all = new TreeSet<>(first.values());
        all.remove("");
        set.putString(tag, all.toArray(String[]::new));
      }
      case Tag.SOP_CLASSES_IN_STUDY ->
          set.putString(
              tag,
              inStudy.stream()
                  .map(s -> s.string(Tag.SOP_CLASS_UID, ""))
                  .distinct()
                  .sorted()
                  .toArray(String[]::new));
      case Tag.ANATOMIC_REGIONS_IN_STUDY_CODE_SEQUENCE -> {
        Map<String, DataSet> first = new LinkedHashMap<>();
        inStudy.forEach(s -> first.putIfAbsent(series(s), s));
        Map<String, DataSet> codes = new LinkedHashMap<>();
        for (DataSet one : first.values()) {
          for (DataSet code : one.items(Tag.ANATOMIC_REGION_SEQUENCE)) {
            codes.putIfAbsent(
                code.string(Tag.CODE_VALUE, "") + code.string(Tag.CODING_SCHEME_DESIGNATOR, ""),
                code.copyOf(java.util.Arrays.stream(code.tags()).boxed().toList()));
          }
        }
        set.putItems(tag, List.copyOf(codes.values()));
      }
      case Tag.INSTANCE_AVAILABILITY -> set.putString(tag, "ONLINE");
      default -> {}
    }
    return set;
  }

  // ---- the questions

  private void ask(Site site, QueryKeys.Key key) throws IOException {
    // A time zone in an identifier speaks of the other keys; of transfer syntaxes the reading has
    // none, for they are no attribute.
    boolean askable =
        key.tag() != Tag.TIMEZONE_OFFSET_FROM_UTC && key.tag() != Tag.AVAILABLE_TRANSFER_SYNTAX_UID;
    for (Level level : Level.values()) {
      if (level.above(key.level())) {
        continue;
      }
      if (key.tag() != Tag.AVAILABLE_TRANSFER_SYNTAX_UID) {
        DataSet universal = base(level);
        universal.putEmpty(key.tag());
        compare(site, key, Way.UNIVERSAL, level, universal, RELATIONAL);
      }
      if (level != key.level()) {
        // Below its own level a key goes the same way at each.
        if (askable && key.vr() != Vr.SQ && !values(key).isEmpty()) {
          one(site, key, Way.SINGLE, level, RELATIONAL, values(key).getFirst());
        }
        break;
      }
      if (askable && key.vr() == Vr.SQ) {
        sequences(site, key, level);
      } else if (askable) {
        for (String value : values(key)) {
          values(site, key, level, value);
        }
        if (key.tag() != level.uniqueKey()
            && key.source() == QueryKeys.Source.STORED
            && key.vr() != Vr.US
            && key.vr() != Vr.UI) {
          one(site, key, Way.EMPTY, level, RELATIONAL, "\"\"");
        }
      }
    }
  }

  /** A few values of the key that the stored instances have: real ones, and tricky ones. */
  private List<String> values(QueryKeys.Key key) {
    Set<String> all = new TreeSet<>();
    for (Entity entity : entities.getOrDefault(key.level(), List.of())) {
      all.addAll(object(key, entity.accounts().getFirst()).strings(key.tag()));
    }
    List<String> usable = all.stream().filter(v -> usable(v, key.vr())).toList();
    List<String> some = new ArrayList<>();
    for (int i = 0; i < usable.size(); i += Math.max(1, usable.size() / 2)) {
      some.add(usable.get(i));
    }
    return some.stream().limit(2).toList();
  }

  private static boolean usable(String value, Vr vr) {
    String shape =
        switch (vr) {
          case DA -> "\\d{8}";
          case TM -> "\\d\\d(\\d\\d(\\d\\d(\\.\\d{1,6})?)?)?";
          case DT -> "\\d{4,14}(\\.\\d{1,6})?([+-]\\d{4})?";
          case DS, FD, FL -> "[+-]?\\d{1,8}(\\.\\d{1,6})?";
          case IS, US, UL, SS, SL -> "[+-]?\\d{1,6}";
          default -> "(?s)[^*?\\\\\"\\p{Cntrl}]{2,60}";
        };
    return value.matches(shape) && value.equals(value.strip()) && !value.contains("\uFFFD");
  }

  private void values(Site site, QueryKeys.Key key, Level level, String value) throws IOException {
    one(site, key, Way.SINGLE, level, RELATIONAL, value);
    switch (key.vr()) {
      case UI -> one(site, key, Way.UID_LIST, level, RELATIONAL, value, "1.2.3.4", "1.2.3.5");
      case DA -> {
        for (String range :
            List.of(value + "-", "-" + value, value + "-" + value, "19950601-" + value)) {
          one(site, key, Way.RANGE, level, RELATIONAL, range);
        }
        moments(site, key, level, value);
      }
      case TM -> {
        for (String range : List.of(value + "-", "-" + value, "0000-" + value, "23-")) {
          one(site, key, Way.RANGE, level, RELATIONAL, range);
        }
      }
      case DT -> {
        for (String range :
            List.of(value + "-", "-" + value, "2020-" + value, "20201231230000-0100-")) {
          one(site, key, Way.RANGE, level, RELATIONAL, range);
        }
      }
      case DS, IS, FD, FL, SL, SS, SV, UL, US, UV -> {}
      default -> {
        int end = value.offsetByCodePoints(value.length(), -1);
        int start = value.offsetByCodePoints(0, 1);
        for (String wild :
            List.of(
                value.substring(0, start) + "*",
                value.substring(0, end) + "?",
                "*" + value.substring(start),
                "*" + value.substring(start, end) + "*")) {
          one(site, key, Way.WILD_CARD, level, RELATIONAL, wild);
        }
        one(site, key, Way.SINGLE, level, RELATIONAL, "NO" + value);
        one(site, key, Way.SEVERAL, level, RELATIONAL, value, "NO" + value);
        if (key.vr() == Vr.PN) {
          String[] parts = value.split("=", -1)[0].split("\\^", -1);
          List<String> turned = new ArrayList<>(List.of(parts));
          java.util.Collections.reverse(turned);
          Semantics fuzzy = new Semantics(true, false, true, false);
          String words = String.join(" ", turned.stream().filter(p -> !p.isBlank()).toList());
          if (!words.isBlank()) {
            one(site, key, Way.FUZZY, level, fuzzy, words);
          }
          one(site, key, Way.FUZZY, level, fuzzy, value.toUpperCase(java.util.Locale.ROOT));
        }
      }
    }
  }

  /** A date with its time as one range, and both in another zone. */
  private void moments(Site site, QueryKeys.Key key, Level level, String day) throws IOException {
    Integer time = NaiveMatcher.TIMES.get(key.tag());
    if (time == null) {
      return;
    }
    for (String[] ranges :
        new String[][] {
          {day + "-" + day, "0000-1200"},
          {day + "-20501231", "1200-0030"},
          {"-" + day, "-120000.25"}
        }) {
      DataSet identifier = base(level);
      identifier.putString(key.tag(), ranges[0]);
      identifier.putString(time, ranges[1]);
      compare(site, key, Way.DATE_TIME, level, identifier, new Semantics(true, true, false, false));
      for (String zone : List.of("-1100", "+1400")) {
        DataSet zoned = base(level);
        zoned.putString(Tag.TIMEZONE_OFFSET_FROM_UTC, zone);
        zoned.putString(key.tag(), ranges[0]);
        compare(site, key, Way.TIME_ZONE, level, zoned, new Semantics(true, false, false, true));
        zoned.putString(time, ranges[1]);
        compare(site, key, Way.TIME_ZONE, level, zoned, new Semantics(true, true, false, true));
      }
    }
  }

  /** One nested key that an item has, two of one item, two of no single item, one item deeper. */
  private void sequences(Site site, QueryKeys.Key key, Level level) throws IOException {
    List<DataSet> seen = new ArrayList<>();
    for (Entity entity : entities.getOrDefault(key.level(), List.of())) {
      for (DataSet item : object(key, entity.accounts().getFirst()).items(key.tag())) {
        if (item.contains(Tag.CODE_VALUE) || seen.isEmpty()) {
          seen.add(item);
        }
      }
    }
    for (int i = 0; i < seen.size(); i += Math.max(1, seen.size() / 2)) {
      DataSet item = seen.get(i);
      List<Integer> texts = new ArrayList<>();
      for (Element element : item) {
        if (element instanceof ValueElement text
            && Dictionary.vrOf(element.tag()) == text.vr()
            && usable(item.string(element.tag(), "*"), Vr.LO)
            && Set.of(Vr.SH, Vr.LO, Vr.CS, Vr.UI).contains(Dictionary.vrOf(element.tag()))) {
          texts.add(element.tag());
        }
      }
      if (texts.isEmpty()) {
        continue;
      }
      nested(site, key, level, Map.of(texts.getFirst(), item.string(texts.getFirst(), "")));
      Map<Integer, String> two = new LinkedHashMap<>();
      texts.stream().limit(2).forEach(t -> two.put(t, item.string(t, "")));
      nested(site, key, level, two);
      two.put(texts.getLast(), "99NONE");
      nested(site, key, level, two);
      if (!item.items(Tag.SCHEDULED_PROTOCOL_CODE_SEQUENCE).isEmpty()) {
        DataSet deeper = new DataSet();
        DataSet code = new DataSet();
        code.putString(Tag.CODE_VALUE, "N-1");
        deeper.putItems(Tag.SCHEDULED_PROTOCOL_CODE_SEQUENCE, List.of(code));
        DataSet identifier = base(level);
        identifier.putItems(key.tag(), List.of(deeper));
        compare(site, key, Way.SEQUENCE, level, identifier, RELATIONAL);
      }
    }
  }

  private void nested(Site site, QueryKeys.Key key, Level level, Map<Integer, String> keys)
      throws IOException {
    DataSet item = new DataSet();
    keys.forEach(item::putString);
    DataSet identifier = base(level);
    identifier.putItems(key.tag(), List.of(item));
    compare(site, key, Way.SEQUENCE, level, identifier, RELATIONAL);
  }

  private void one(
      Site site, QueryKeys.Key key, Way way, Level level, Semantics semantics, String... values)
      throws IOException {
    DataSet identifier = base(level);
    switch (key.vr()) {
      case US, UL, SS, SL -> identifier.putInt(key.tag(), Integer.parseInt(values[0]));
      default -> identifier.putString(key.tag(), values);
    }
    boolean wild = values[0].contains("*") || values[0].contains("?") || way == Way.FUZZY;
    if (wild && level != Level.PATIENT && identifier.strings(Tag.STUDY_DATE).isEmpty()) {
      // A wild card alone would be a walk through all there is, and is refused.
      identifier.putString(Tag.STUDY_DATE, ALL_DATES);
    } else if (wild && level == Level.PATIENT && key.tag() != Tag.PATIENT_ID) {
      identifier.putString(Tag.PATIENT_ID, "TRICKY1");
    } else if (wild && level == Level.PATIENT && !Character.isLetterOrDigit(values[0].charAt(0))) {
      return;
    }
    compare(site, key, way, level, identifier, semantics);
  }

  private static DataSet base(Level level) {
    DataSet identifier = Made.keys();
    identifier.putEmpty(Tag.PATIENT_ID);
    for (Level above : Level.values()) {
      if (above != Level.PATIENT && !level.above(above)) {
        identifier.putEmpty(above.uniqueKey());
      }
    }
    return identifier;
  }

  private void compare(
      Site site, QueryKeys.Key key, Way way, Level level, DataSet identifier, Semantics semantics)
      throws IOException {
    counts.computeIfAbsent(key.tag(), _ -> new EnumMap<>(Way.class)).merge(way, 1, Integer::sum);
    NaiveMatcher naive =
        new NaiveMatcher(semantics.fuzzy(), semantics.dateTime(), semantics.timezone());
    Map<String, List<Account>> expected = new TreeMap<>();
    for (Entity entity : entities.getOrDefault(level, List.of())) {
      List<Account> matching =
          entity.accounts().stream().filter(a -> matches(naive, a, identifier)).toList();
      if (!matching.isEmpty()) {
        expected.put(entity.name(), matching);
      }
    }
    StringBuilder what = new StringBuilder(way + " " + level);
    for (Element element : identifier) {
      what.append(' ').append(Tags.format(element.tag()));
      what.append('=').append(String.join("\\", identifier.strings(element.tag())));
    }
    Root root = level == Level.PATIENT ? Root.PATIENT : Root.STUDY;
    Query query = new Query(level, root, identifier, semantics);
    FindOutcome outcome =
        site.archive.find(site.pass(new Request.Find(Selectivity.isSelective(query))), query);
    if (!(outcome instanceof FindOutcome.Found(List<DataSet> rows, boolean all))) {
      wrong.add(what + ": " + outcome.getClass().getSimpleName());
      return;
    }
    if (!all) {
      wrong.add(what + ": not supported");
    }
    check(key, level, what.toString(), expected, rows);
  }

  private boolean matches(NaiveMatcher naive, Account account, DataSet identifier) {
    for (int tag : identifier.tags()) {
      if (tag == Tag.SPECIFIC_CHARACTER_SET || tag == Tag.TIMEZONE_OFFSET_FROM_UTC) {
        continue;
      }
      QueryKeys.Key key = QueryKeys.find(tag).orElseThrow();
      if (!naive.matches(object(key, account), identifier, tag)) {
        return false;
      }
    }
    return true;
  }

  /** Which rows came, and what they say of the key. */
  private void check(
      QueryKeys.Key key,
      Level level,
      String what,
      Map<String, List<Account>> expected,
      List<DataSet> rows) {
    if (level == Level.PATIENT) {
      List<String> ids = rows.stream().map(r -> r.string(Tag.PATIENT_ID, "")).sorted().toList();
      List<String> wanted =
          expected.values().stream()
              .map(a -> a.getFirst().study().string(Tag.PATIENT_ID, "").strip())
              .sorted()
              .toList();
      if (!ids.equals(wanted)) {
        wrong.add(what + ": patients " + ids + " instead of " + wanted);
      }
      return;
    }
    Set<String> found = new TreeSet<>();
    for (DataSet row : rows) {
      String name =
          switch (level) {
            case STUDY, PATIENT -> study(row);
            case SERIES -> series(row);
            case IMAGE -> row.string(Tag.SOP_INSTANCE_UID, "");
          };
      found.add(name);
      List<Account> accounts = expected.getOrDefault(name, List.of());
      if (!accounts.isEmpty()) {
        DataSet object = object(key, accounts.getFirst());
        if (!sameValue(row, object, key)) {
          wrong.add(
              what
                  + ": "
                  + name
                  + " says "
                  + row.strings(key.tag())
                  + " of "
                  + object.strings(key.tag()));
        }
      }
    }
    if (!found.equals(expected.keySet()) || rows.size() != found.size()) {
      wrong.add(what + ": " + rows.size() + " rows, " + found + " instead of " + expected.keySet());
    }
  }

  private static boolean sameValue(DataSet row, DataSet object, QueryKeys.Key key) {
    if (key.vr() == Vr.SQ) {
      return object.get(key.tag()).filter(e -> e instanceof SequenceElement).isEmpty()
          || row.items(key.tag()).size() == object.items(key.tag()).size();
    }
    List<String> stated = object.strings(key.tag());
    List<String> said = row.strings(key.tag());
    boolean nothing = stated.stream().allMatch(String::isEmpty);
    return nothing ? said.stream().allMatch(String::isEmpty) : said.equals(stated);
  }

  // ---- the table

  private String document() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Queries: each key, each way of matching

        Generated by `QueryTableTest` (`./dev golden --update`). Each number is a count of queries,
        at the key's level and the one below it, whose rows and values were those of an
        independent reading of the same objects: the real files of the shared data and made-up ones
        with a value for every key, eight character sets, seven time zones, times around midnight.
        A way that a key's VR doesn't have, or no object has a value for, is left blank.

        """);
    page.append("| key | name | level | VR |");
    for (Way way : Way.values()) {
      page.append(' ')
          .append(way.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
          .append(" |");
    }
    page.append("\\n|---|---|---|---|".replace("\\n", "\n"))
        .append("---:|".repeat(Way.values().length))
        .append('\n');
    int sum = 0;
    for (Map.Entry<Integer, Map<Way, Integer>> row : counts.entrySet()) {
      QueryKeys.Key key = QueryKeys.find(row.getKey()).orElseThrow();
      page.append(
          "| %s | %s | %s | %s |"
              .formatted(
                  Tags.format(key.tag()),
                  Dictionary.find(key.tag()).map(Dictionary.Entry::name).orElse(""),
                  key.level(),
                  key.vr()));
      for (Way way : Way.values()) {
        int count = row.getValue().getOrDefault(way, 0);
        sum += count;
        page.append(' ').append(count == 0 ? "" : Integer.toString(count)).append(" |");
      }
      page.append('\n');
    }
    return page.append("\n%d keys, %d queries.\n".formatted(counts.size(), sum)).toString();
  }

  private static Path projectRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("ARCHITECTURE.md"))) {
      folder = Objects.requireNonNull(folder.getParent(), "not within the project");
    }
    return folder;
  }
}
