package huisclos.archive;

import huisclos.dicom.Tags;
import huisclos.gate.Disclosure;
import huisclos.gate.Pass;
import huisclos.gate.Spending;
import huisclos.trail.Fact;
import huisclos.trail.SealedPart;
import huisclos.trail.TrailLimits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The trail's records of queries: which keys in clear, what they asked for sealed. */
final class QueryRecords {
  private QueryRecords() {}

  /** What was asked, before it is known what matches. */
  static Disclosure asked(Query query, ParsedQuery parsed, Function<byte[], SealedPart> sealer) {
    StringBuilder tags = new StringBuilder();
    for (ParsedQuery.Asked key : parsed.keys()) {
      tags.append(tags.isEmpty() ? "" : " ").append(Tags.format(key.key().tag()));
    }
    byte[] plain = values(query, parsed).getBytes(StandardCharsets.UTF_8);
    byte[] bounded = Arrays.copyOf(plain, Math.min(plain.length, TrailLimits.MAX_PLAIN_BYTES));
    Disclosure asked =
        new Disclosure(List.of(), List.of(), 0, Map.of(), Optional.empty())
            .with(Fact.LEVEL, parsed.level().name())
            .with(Fact.ROOT, query.root().name() + "_ROOT")
            .with(Fact.KEYS, tags.toString());
    return bounded.length == 0 ? asked : asked.with(sealer.apply(bounded));
  }

  /** What the brakes count of it: who is shown a study of its own learns of nobody. */
  static Spending cost(Pass pass, Query query, ParsedQuery parsed, List<Row> rows) {
    Set<String> records = new HashSet<>();
    for (Row row : rows) {
      if (row.studyUid().isEmpty() || !pass.hasBegun(row.studyUid())) {
        records.add(row.record);
      }
    }
    return new Spending(records, question(query, parsed));
  }

  /** Stands for what was asked. */
  static long question(Query query, ParsedQuery parsed) {
    return Spending.question(parsed.level() + "\n" + values(query, parsed));
  }

  private static String values(Query query, ParsedQuery parsed) {
    StringBuilder values = new StringBuilder();
    for (ParsedQuery.Asked key : parsed.keys()) {
      values
          .append(Tags.format(key.key().tag()))
          .append('=')
          .append(String.join("\\", query.identifier().strings(key.key().tag())))
          .append('\n');
    }
    return values.toString();
  }

  /** The same with what matched. */
  static Disclosure found(Disclosure asked, List<Row> rows) {
    Set<String> studies = new LinkedHashSet<>();
    Set<String> patients = new LinkedHashSet<>();
    for (Row row : rows) {
      if (!row.studyUid().isEmpty()) {
        studies.add(row.studyUid());
      }
      patients.add(row.record);
    }
    return new Disclosure(
        List.copyOf(studies), List.copyOf(patients), rows.size(), asked.facts(), asked.sealed());
  }
}
