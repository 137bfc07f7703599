package huisclos.desk.web.dicomweb;

import huisclos.archive.Archive;
import huisclos.archive.ArchiveLimits;
import huisclos.archive.ExtraKey;
import huisclos.archive.FindMemory;
import huisclos.archive.FindOutcome;
import huisclos.archive.Level;
import huisclos.archive.Page;
import huisclos.archive.PageOutcome;
import huisclos.archive.Query;
import huisclos.archive.QueryKeys;
import huisclos.archive.Root;
import huisclos.archive.Selectivity;
import huisclos.archive.Semantics;
import huisclos.desk.web.Call;
import huisclos.desk.web.Endpoint;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import huisclos.dicom.Uid;
import huisclos.gate.Decision;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.gate.Reason;
import huisclos.gate.Request;
import huisclos.web.AttributePath;
import huisclos.web.MediaType;
import huisclos.web.QidoRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Search for studies, series or instances (QIDO-RS, PS3.18 §10.6): the query of the DICOM door,
 * asked relationally. Thread-safe.
 *
 * <p>Without {@code limit} a search of more than {@value ArchiveLimits#MAX_MATCHES} matches is
 * refused (413); with one it is answered page by page, with a {@code Warning} while matches remain.
 * {@code X-Total-Count} says how many there are in all wherever that is known: always on the last
 * page, and for {@code limit=0}, which gives no match at all, up to {@value
 * ArchiveLimits#MAX_MATCHES}. Nothing found, or nothing wanted, is 204 without a body (PS3.18
 * §8.3.4.4.1).
 *
 * <p>A date key and its time key are one range of moments, and a Timezone Offset From UTC says of
 * which zone (PS3.18 §8.3.4.1.1).
 */
final class SearchEndpoint implements Endpoint {
  /** The header of the total count; no part of the standard, but what clients look for. */
  static final String TOTAL = "X-Total-Count";

  private final Gate gate;
  private final Archive archive;
  private final FindMemory memory;
  private final Level level;
  private final Level within;

  /**
   * @param level what is looked for
   * @param within the lowest level that the path names an entity of; PATIENT: none
   */
  SearchEndpoint(Gate gate, Archive archive, FindMemory memory, Level level, Level within) {
    this.gate = gate;
    this.archive = archive;
    this.memory = memory;
    this.level = level;
    this.within = within;
  }

  @Override
  public void serve(Call call) throws IOException {
    Optional<MediaType> form = DicomAnswers.form(call);
    if (form.isEmpty()) {
      return;
    }
    switch (QidoRequest.parse(call.query())) {
      case QidoRequest.Parse.Refused(String parameter, String why) ->
          refuse(call, parameter.isEmpty() ? why : parameter + ": " + why);
      case QidoRequest.Parse.Parsed(QidoRequest request) -> {
        DataSet keys = request.keys();
        List<Integer> unsupported = unsupported(keys);
        if (request.offset() > ArchiveLimits.MAX_OFFSET) {
          refuse(call, "offset: beyond " + ArchiveLimits.MAX_OFFSET);
        } else if (named(call, keys, Tag.STUDY_INSTANCE_UID, Level.STUDY, "study")
            && named(call, keys, Tag.SERIES_INSTANCE_UID, Level.SERIES, "series")) {
          include(request, keys);
          search(call, form.get(), request, unsupported);
        } else {
          refuse(call, "a UID of the path is none, or asked for again");
        }
      }
    }
  }

  private static void refuse(Call call, String detail) throws IOException {
    DicomAnswers.problem(call, 400, "A parameter can't be understood", detail);
  }

  /** Puts what the path names; false where it is no UID or the query says something else. */
  private boolean named(Call call, DataSet keys, int tag, Level of, String variable) {
    if (within.compareTo(of) < 0) {
      return true;
    }
    String uid = call.variable(variable);
    if (!Uid.isUsable(uid) || keys.contains(tag)) {
      return false;
    }
    keys.putString(tag, uid);
    return true;
  }

  /** Keys that ask something and that this level doesn't know: they don't narrow. */
  private List<Integer> unsupported(DataSet keys) {
    List<Integer> unknown = new ArrayList<>();
    for (int tag : keys.tags()) {
      boolean known =
          tag == Tag.SPECIFIC_CHARACTER_SET
              || Tags.isPrivateCreator(tag)
              || (Tags.isPrivate(tag)
                  ? archive.extraKeys().all().stream().anyMatch(k -> !k.privateCreator().isEmpty())
                  : QueryKeys.find(tag)
                      .map(QueryKeys.Key::level)
                      .or(() -> extra(tag))
                      .filter(of -> of.compareTo(level) <= 0)
                      .isPresent());
      if (!known) {
        unknown.add(tag);
      }
    }
    return unknown;
  }

  private Optional<Level> extra(int tag) {
    return archive.extraKeys().all().stream()
        .filter(k -> k.tag() == tag && k.complete())
        .map(ExtraKey::level)
        .findFirst();
  }

  private void include(QidoRequest request, DataSet keys) {
    SearchAttributes.add(keys, level, within);
    for (AttributePath path : request.include()) {
      DataSet item = keys;
      for (int tag : path.tags().subList(0, path.tags().size() - 1)) {
        List<DataSet> items = item.items(tag);
        if (item.contains(tag) && items.isEmpty()) {
          // All of the sequence was asked for already.
          item = new DataSet();
          break;
        }
        DataSet nested = items.isEmpty() ? new DataSet() : items.getFirst();
        item.putItems(tag, List.of(nested));
        item = nested;
      }
      if (!item.contains(path.last())) {
        item.putEmpty(path.last());
      }
    }
    if (request.everything()) {
      QueryKeys.all().stream()
          .filter(key -> key.level().compareTo(level) <= 0 && !keys.contains(key.tag()))
          .forEach(key -> keys.putEmpty(key.tag()));
      archive.extraKeys().all().stream()
          .filter(key -> key.privateCreator().isEmpty() && key.level().compareTo(level) <= 0)
          .filter(key -> !keys.contains(key.tag()))
          .forEach(key -> keys.putEmpty(key.tag()));
    }
  }

  private void search(Call call, MediaType form, QidoRequest request, List<Integer> unsupported)
      throws IOException {
    try (FindMemory.Lease lease = memory.lease()) {
      Query query =
          new Query(
                  level,
                  Root.STUDY,
                  request.keys(),
                  new Semantics(
                      true,
                      true,
                      request.fuzzy(),
                      request.keys().string(Tag.TIMEZONE_OFFSET_FROM_UTC).isPresent()))
              .within(lease);
      switch (gate.decide(call.who(), new Request.Find(Selectivity.isSelective(query)))) {
        case Decision.Denied(Reason reason) -> DicomAnswers.denied(call, reason);
        case Decision.Granted(Pass pass) -> {
          PageOutcome outcome = find(pass, query, request);
          answer(call, form, request, unsupported, outcome);
        }
      }
    }
  }

  private PageOutcome find(Pass pass, Query query, QidoRequest request) throws IOException {
    if (request.limit().isEmpty() && request.offset() == 0) {
      FindOutcome found = archive.find(pass, query);
      OptionalInt total =
          found instanceof FindOutcome.Found(List<DataSet> rows, boolean _)
              ? OptionalInt.of(rows.size())
              : OptionalInt.empty();
      return new PageOutcome(found, false, total);
    }
    int limit = Math.min(request.limit().orElse(Integer.MAX_VALUE), ArchiveLimits.MAX_MATCHES);
    return archive.find(pass, query, new Page(request.offset(), limit));
  }

  private void answer(
      Call call,
      MediaType form,
      QidoRequest request,
      List<Integer> unsupported,
      PageOutcome outcome)
      throws IOException {
    switch (outcome.found()) {
      case FindOutcome.Denied(Reason reason) -> DicomAnswers.denied(call, reason);
      case FindOutcome.TooMany _ ->
          DicomAnswers.problem(
              call,
              413,
              "The search is too broad",
              "ask for less, or for pages of it by limit and offset");
      case FindOutcome.Invalid(var _, int tag) ->
          refuse(call, QidoRequest.names(List.of(tag)) + ": no value of its kind");
      case FindOutcome.Found(List<DataSet> rows, boolean _) -> {
        List<String> warnings = warnings(request, unsupported, outcome, rows.size());
        if (!warnings.isEmpty()) {
          call.set("Warning", String.join(", ", warnings));
        }
        if (outcome.total().isPresent()) {
          call.set(TOTAL, Integer.toString(outcome.total().getAsInt()));
        }
        if (rows.isEmpty()) {
          call.respond(204);
          return;
        }
        rows.forEach(row -> locate(call, row));
        DicomAnswers.all(call, 200, form, rows);
      }
    }
  }

  /** What an answer has to say of itself (PS3.18 §8.3.4.4, §10.6.3): 299, from no one named. */
  private static List<String> warnings(
      QidoRequest request, List<Integer> unsupported, PageOutcome outcome, int rows) {
    List<String> warnings = new ArrayList<>();
    if (outcome.more()) {
      String count =
          outcome.total().isPresent()
              ? (outcome.total().getAsInt() - request.offset() - rows) + " "
              : "";
      warnings.add("299 - \"There are " + count + "additional results that can be requested\"");
    }
    if (!unsupported.isEmpty()) {
      warnings.add(
          "299 - \"Not matched, for this level has no such key: "
              + QidoRequest.names(unsupported)
              + "\"");
    }
    return warnings;
  }

  /** Says where the match is to be had (Retrieve URL). */
  private void locate(Call call, DataSet row) {
    Map<Level, String> names =
        Map.of(Level.STUDY, "/studies/", Level.SERIES, "/series/", Level.IMAGE, "/instances/");
    StringBuilder url = new StringBuilder(call.origin()).append(DicomWeb.ROOT);
    for (Level of : List.of(Level.STUDY, Level.SERIES, Level.IMAGE)) {
      if (of.compareTo(level) <= 0) {
        url.append(names.get(of)).append(row.string(of.uniqueKey(), ""));
      }
    }
    row.putString(Tag.RETRIEVE_URL, url.toString());
  }
}
