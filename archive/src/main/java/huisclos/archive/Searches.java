package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.gate.Decision;
import huisclos.gate.Disclosed;
import huisclos.gate.Disclosure;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.gate.Reason;
import huisclos.gate.Request;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.SealedPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A search from the question to what may be answered: read, put before the gate once more where it
 * selects nothing, found, and on record before it is returned. Thread-safe.
 */
final class Searches {
  private final Gate gate;
  private final Finder finder;
  private final Reaches reaches;
  private final ExtraKeys extraKeys;
  private final Function<byte[], SealedPart> sealer;

  /**
   * @param sealer seals what was asked for, for the trail
   */
  Searches(
      Gate gate,
      Finder finder,
      Reaches reaches,
      ExtraKeys extraKeys,
      Function<byte[], SealedPart> sealer) {
    this.gate = gate;
    this.finder = finder;
    this.reaches = reaches;
    this.extraKeys = extraKeys;
    this.sealer = sealer;
  }

  /** The matches, or the page of them that is asked for; on record when this returns. */
  PageOutcome find(Pass pass, Query query, Optional<Page> page) throws IOException {
    return switch (ParsedQuery.of(query, extraKeys.all())) {
      case ParsedQuery.Parse.Refused(FindOutcome.InvalidReason reason, int tag) ->
          none(new FindOutcome.Invalid(reason, tag));
      case ParsedQuery.Parse.Parsed(ParsedQuery parsed) -> find(pass, query, parsed, page);
    };
  }

  private static PageOutcome none(FindOutcome why) {
    return new PageOutcome(why, false, OptionalInt.empty());
  }

  private PageOutcome find(Pass pass, Query query, ParsedQuery parsed, Optional<Page> page)
      throws IOException {
    Pass allowed = pass;
    if (!pass.broad() && !Selectivity.isSelective(parsed)) {
      switch (gate.decide(pass.who(), new Request.Find(false))) {
        case Decision.Granted(Pass broader) -> allowed = broader;
        case Decision.Denied(Reason reason) -> {
          return none(new FindOutcome.Denied(reason));
        }
      }
    }
    Disclosure asked = QueryRecords.asked(query, parsed, sealer);
    Optional<Finder.Window> matches =
        finder.find(parsed, reaches.of(allowed.reach()), query.memory(), page);
    if (matches.isEmpty()) {
      allowed.askedInVain(QueryRecords.question(query, parsed));
      gate.record(List.of(allowed.record(Outcome.REFUSED, asked.with(Fact.REASON, "too-many"))));
      return none(new FindOutcome.TooMany());
    }
    List<Row> shown = matches.get().rows();
    Answer answer = new Answer(parsed);
    List<DataSet> rows = new ArrayList<>(shown.size());
    for (Row row : shown) {
      rows.add(answer.of(row));
    }
    return switch (allowed.disclose(
        QueryRecords.found(asked, shown), QueryRecords.cost(allowed, query, parsed, shown))) {
      case Disclosed.Held(Reason reason) -> none(new FindOutcome.Denied(reason));
      case Disclosed.OnRecord _ ->
          new PageOutcome(
              new FindOutcome.Found(rows, parsed.allSupported()),
              matches.get().more(),
              matches.get().total());
    };
  }
}
