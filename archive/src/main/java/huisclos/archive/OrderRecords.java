package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import huisclos.gate.Disclosure;
import huisclos.trail.Fact;
import huisclos.trail.SealedPart;
import huisclos.trail.Sealer;
import huisclos.trail.TrailLimits;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The trail's records of orders: study UIDs, the records of patients that have images here, and the
 * entries' internal ids in clear; Patient IDs sealed.
 */
final class OrderRecords {
  private final IndexDatabase index;
  private final Tokens tokens;
  private final Sealer sealer;
  private final Optional<String> defaultIssuer;

  OrderRecords(IndexDatabase index, Tokens tokens, Sealer sealer, Optional<String> defaultIssuer) {
    this.index = index;
    this.tokens = tokens;
    this.sealer = sealer;
    this.defaultIssuer = defaultIssuer;
  }

  /** What these entries disclose, or are about. */
  Disclosure of(Collection<WorklistEntry> entries) throws ArchiveException {
    Disclosure plain = about(entries.stream().map(WorklistEntry::attributes).toList());
    return entries.isEmpty()
        ? plain
        : plain.with(
            Fact.ORDERS, entries.stream().map(WorklistEntry::id).collect(Collectors.joining(" ")));
  }

  /** What data sets with patient and study attributes are about. */
  Disclosure about(List<DataSet> sets) throws ArchiveException {
    Set<String> studies = new LinkedHashSet<>();
    Set<String> ids = new LinkedHashSet<>();
    for (DataSet set : sets) {
      set.string(Tag.STUDY_INSTANCE_UID).filter(OrderRecords::clean).ifPresent(studies::add);
      set.items(Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE)
          .forEach(item ->
              item.string(Tag.STUDY_INSTANCE_UID)
                  .filter(OrderRecords::clean)
                  .ifPresent(studies::add));
      ids.add(set.string(Tag.PATIENT_ID, ""));
    }
    ids.remove("");
    Disclosure plain = Disclosure.of(List.copyOf(studies), records(sets), sets.size());
    return ids.isEmpty() ? plain : plain.with(seal(lines(ids)));
  }

  /** What a query asked: which keys in clear, their values sealed. */
  Disclosure asked(WorklistQuery query, DataSet identifier, Disclosure found) {
    StringBuilder names = new StringBuilder();
    StringBuilder values = new StringBuilder();
    DataSet step = OrderForm.step(identifier);
    for (Match.Nested key : query.keys()) {
      String tag = Tags.format(key.tag());
      names.append(names.isEmpty() ? "" : " ").append(tag);
      DataSet from = query.order().contains(key) ? identifier : step;
      values.append(tag).append('=').append(String.join("\\", from.strings(key.tag())));
      values.append('\n');
    }
    Disclosure asked = found.with(Fact.ROOT, "WORKLIST").with(Fact.KEYS, names.toString());
    return values.isEmpty() ? asked : asked.with(seal(values.toString()));
  }

  private static String lines(Set<String> ids) {
    return ids.stream()
        .map(id -> Tags.format(Tag.PATIENT_ID) + "=" + id + "\n")
        .collect(Collectors.joining());
  }

  SealedPart seal(String text) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    return SealedPart.seal(
        sealer, Arrays.copyOf(plain, Math.min(plain.length, TrailLimits.MAX_PLAIN_BYTES)));
  }

  /** A study UID of an order comes from outside; the trail takes printable ones alone. */
  private static boolean clean(String uid) {
    return huisclos.dicom.Uid.isUsable(uid) && uid.length() <= TrailLimits.MAX_ID_CHARS;
  }

  /** The internal ids of those patients that have images here. */
  private List<String> records(List<DataSet> sets) throws ArchiveException {
    return index.read(session -> {
      Set<String> records = new LinkedHashSet<>();
      for (DataSet set : sets) {
        record(session, set).ifPresent(records::add);
      }
      return List.copyOf(records);
    });
  }

  private Optional<String> record(Session session, DataSet set) throws SQLException {
    String id = set.string(Tag.PATIENT_ID, "");
    return id.isEmpty()
        ? Optional.empty()
        : session.first(
            Sql.PATIENT_BY_IDENTITY,
            row -> row.getString(2),
            tokens.identity(OrderForm.issuer(set, defaultIssuer), id));
  }
}
