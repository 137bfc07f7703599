package huisclos.archive;

import huisclos.archive.RetentionVerdict.Kept;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Element;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Disclosure;
import huisclos.gate.Pass;
import huisclos.vault.BlobAddress;
import huisclos.vault.SealedBlob;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Rules of how long studies are kept, and what they say today. Thread-safe. */
final class Retention {
  /** Studies looked at in one read of the index. */
  private static final int PAGE = 1_000;

  /** Most studies that one preview tells of; the next one tells of the rest. */
  static final int MAX_VERDICTS = 5_000;

  /** Most objects of one patient that are read for what they refer to. */
  private static final int MAX_REFERRERS = 2_000;

  /** Longest object read for what it refers to, bytes; a longer one protects all of its patient. */
  private static final long MAX_REFERRER_BYTES = 16 << 20;

  private final IndexDatabase index;
  private final Vault vault;
  private final SealedAttributes sealed;
  private final Clock clock;

  Retention(IndexDatabase index, Vault vault, SealedAttributes sealed, Clock clock) {
    this.index = index;
    this.vault = vault;
    this.sealed = sealed;
    this.clock = clock;
  }

  /** Adds a rule; false when the name is taken. */
  boolean add(RetentionRule rule) throws ArchiveException {
    return index.administer(session -> {
      boolean[] taken = {false};
      session.each(
          DeleteSql.RETENTION_RULES,
          row -> {
            taken[0] |= row.getString(1).equals(rule.name());
            return true;
          });
      if (!taken[0]) {
        session.update(
            DeleteSql.INSERT_RETENTION,
            rule.name(),
            String.join("\\", rule.modalities()),
            rule.years(),
            rule.minorsUntil(),
            clock.instant().toString());
      }
      return !taken[0];
    });
  }

  /** Removes a rule; false when there is none of the name. */
  boolean remove(String name) throws ArchiveException {
    return index.administer(session -> session.update(DeleteSql.REMOVE_RETENTION, name) > 0);
  }

  List<RetentionRule> rules() throws ArchiveException {
    return index.read(session -> {
      List<RetentionRule> rules = new ArrayList<>();
      session.each(
          DeleteSql.RETENTION_RULES,
          row ->
              rules.add(
                  new RetentionRule(
                      row.getString(1), list(row.getString(2)), row.getInt(3), row.getInt(4))));
      return rules;
    });
  }

  private static List<String> list(String joined) {
    return joined.isEmpty() ? List.of() : Arrays.asList(joined.split("\\\\", -1));
  }

  private record Study(
      long id,
      String uid,
      OptionalInt date,
      Instant received,
      List<String> modalities,
      SealedColumn demographic,
      String digest,
      String record) {}

  /** What the rules say today, oldest study first; the studies are on record as disclosed. */
  List<RetentionVerdict> preview(Pass pass) throws IOException {
    List<RetentionRule> rules = rules();
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Map<String, Expiry> expired = new LinkedHashMap<>();
    long last = 0;
    for (List<Study> page = page(last); !page.isEmpty(); page = page(last)) {
      for (Study study : page) {
        last = study.id;
        Optional<Expiry> expiry = expiry(study, rules);
        if (expiry.isPresent()
            && expiry.get().day.isBefore(today)
            && expired.size() < MAX_VERDICTS) {
          expired.put(study.uid, expiry.get());
        }
      }
    }
    Set<String> referenced = referenced(expired);
    List<RetentionVerdict> verdicts = new ArrayList<>();
    for (var one : expired.entrySet()) {
      verdicts.add(
          new RetentionVerdict(
              one.getKey(),
              one.getValue().rule,
              one.getValue().day,
              kept(one.getKey(), referenced)));
    }
    pass.disclose(
        Disclosure.of(
            List.copyOf(expired.keySet()),
            expired.values().stream().map(e -> e.record).distinct().toList(),
            verdicts.size()));
    return verdicts;
  }

  private Kept kept(String study, Set<String> referenced) throws ArchiveException {
    if (referenced.contains(study)) {
      return Kept.REFERENCED;
    }
    return index.read(session ->
        session.number(DeleteSql.IS_HELD, study) > 0
            ? Kept.HELD
            : session.number(DeleteSql.IS_FORWARDING, study) > 0 ? Kept.FORWARDING : Kept.NOTHING);
  }

  private List<Study> page(long after) throws ArchiveException {
    return index.read(session -> {
      List<Study> page = new ArrayList<>();
      session.each(
          DeleteSql.STUDIES_BEFORE,
          row -> {
            int date = row.getInt(2);
            OptionalInt known = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(date);
            return page.add(
                new Study(
                    row.getLong(8),
                    row.getString(1),
                    known,
                    Instant.ofEpochMilli(row.getLong(3)),
                    list(row.getString(4)),
                    new SealedColumn(row.getBytes(5)),
                    HexFormat.of().formatHex(row.getBytes(6)),
                    row.getString(7)));
          },
          after,
          PAGE);
      return page;
    });
  }

  private record Expiry(String rule, LocalDate day, String record) {}

  private Optional<Expiry> expiry(Study study, List<RetentionRule> rules) throws IOException {
    LocalDate date =
        study.date.isPresent()
            ? day(study.date.getAsInt()).orElseGet(() -> dayOf(study.received))
            : dayOf(study.received);
    Optional<Expiry> longest = Optional.empty();
    for (RetentionRule rule : rules) {
      boolean fits =
          rule.modalities().isEmpty()
              || rule.modalities().stream().anyMatch(study.modalities::contains);
      if (fits) {
        LocalDate end = date.plusYears(rule.years());
        if (rule.minorsUntil() > 0) {
          LocalDate birth = birth(study).orElse(date);
          boolean minor = birth.plusYears(RetentionRule.ADULT).isAfter(date);
          LocalDate grown = birth.plusYears(rule.minorsUntil());
          end = minor && grown.isAfter(end) ? grown : end;
        }
        if (longest.isEmpty() || end.isAfter(longest.get().day)) {
          longest = Optional.of(new Expiry(rule.name(), end, study.record));
        }
      }
    }
    return longest;
  }

  private Optional<LocalDate> birth(Study study) throws IOException {
    OptionalInt day =
        DateRange.day(
            sealed
                .open(study.demographic.bytes(), "demographic", study.digest)
                .string(Tag.PATIENT_BIRTH_DATE, ""));
    return day.isPresent() ? day(day.getAsInt()) : Optional.empty();
  }

  private static LocalDate dayOf(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  private static Optional<LocalDate> day(int number) {
    try {
      return Optional.of(LocalDate.of(number / 10_000, number / 100 % 100, number % 100));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  // ---- what refers to them

  private record Referrer(
      String study, String syntax, long bytes, BlobAddress address, StudyKeyId key) {}

  /** Which of the studies objects of the same patients refer to that stay themselves. */
  private Set<String> referenced(Map<String, Expiry> expired) throws IOException {
    Map<String, Set<String>> byRecord = new HashMap<>();
    expired.forEach((study, expiry) ->
        byRecord.computeIfAbsent(expiry.record, _ -> new HashSet<>()).add(study));
    Set<String> referenced = new HashSet<>();
    for (var patient : byRecord.entrySet()) {
      List<Referrer> referrers = referrers(patient.getKey());
      boolean unsure = referrers.size() > MAX_REFERRERS;
      Set<String> named = new HashSet<>();
      for (Referrer referrer : unsure ? List.<Referrer>of() : referrers) {
        if (!expired.containsKey(referrer.study)) {
          unsure |= !read(referrer, named);
        }
      }
      if (unsure) {
        // What can't be told is kept.
        referenced.addAll(patient.getValue());
      }
      for (String uid : named) {
        referenced.add(uid);
        index
            .read(session -> session.first(DeleteSql.STUDY_OF_INSTANCE, r -> r.getString(1), uid))
            .ifPresent(referenced::add);
      }
    }
    return referenced;
  }

  private List<Referrer> referrers(String record) throws ArchiveException {
    return index.read(session -> {
      List<Referrer> list = new ArrayList<>();
      session.each(
          DeleteSql.REFERRERS_OF_RECORD,
          row ->
              list.add(
                  new Referrer(
                      row.getString(1),
                      row.getString(3),
                      row.getLong(4),
                      Known.address(row, 5),
                      Known.studyKey(row.getString(10)))),
          record,
          MAX_REFERRERS + 1);
      return list;
    });
  }

  private boolean read(Referrer referrer, Set<String> named) {
    if (referrer.bytes > MAX_REFERRER_BYTES) {
      return false;
    }
    String uid = referrer.syntax;
    TransferSyntax syntax =
        TransferSyntax.of(uid).orElseGet(() -> TransferSyntax.encapsulated(uid));
    try {
      SealedBlob blob = vault.open(referrer.address, referrer.key);
      try (InputStream in = blob.read()) {
        collect(DataSetDecoder.read(in, syntax, ReadOptions.whole()), false, named);
        return true;
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Study UIDs and SOP instance UIDs within sequences; depth is bounded by the decoder. */
  private static void collect(DataSet set, boolean nested, Set<String> named) {
    if (nested) {
      set.string(Tag.STUDY_INSTANCE_UID).ifPresent(named::add);
      set.string(Tag.REFERENCED_SOP_INSTANCE_UID).ifPresent(named::add);
    }
    for (Element element : set) {
      if (element instanceof SequenceElement sequence) {
        sequence.items().forEach(item -> collect(item, true, named));
      }
    }
  }
}
