package huisclos.desk.web.fhir;

import huisclos.archive.Archive;
import huisclos.archive.FindMemory;
import huisclos.archive.FindOutcome;
import huisclos.archive.Level;
import huisclos.archive.Page;
import huisclos.archive.PageOutcome;
import huisclos.archive.Query;
import huisclos.archive.Root;
import huisclos.archive.Selectivity;
import huisclos.archive.Semantics;
import huisclos.desk.web.Call;
import huisclos.desk.web.Route;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.gate.Decision;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.gate.Reason;
import huisclos.gate.Request;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * FHIR R4's {@code ImagingStudy}, read and searched, so that a health record finds studies: the
 * query of the other doors, with the same pass. Thread-safe.
 */
public final class FhirEndpoints {
  /** The base of every path. */
  static final String ROOT = "/fhir";

  private static final String STUDIES = ROOT + "/ImagingStudy";
  private static final int MAX_FORM_BYTES = 16 * 1024;
  private static final int MAX_PARAMETERS = 50;

  private static final PageOutcome NOTHING =
      new PageOutcome(new FindOutcome.Found(List.of(), true), false, OptionalInt.of(0));

  private final Gate gate;
  private final Archive archive;
  private final FindMemory memory;
  private final Optional<SmartConfiguration> smart;

  /**
   * Over these rooms.
   *
   * @param memory what the matches of all doors are held in
   * @param smart where programs get tokens, where an issuer gives them
   */
  public FhirEndpoints(
      Gate gate, Archive archive, FindMemory memory, Optional<SmartConfiguration> smart) {
    this.gate = gate;
    this.archive = archive;
    this.memory = memory;
    this.smart = smart;
  }

  /** Its routes. */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>(smart.map(SmartConfiguration::routes).orElse(List.of()));
    routes.addAll(studies());
    return List.copyOf(routes);
  }

  private List<Route> studies() {
    return List.of(
        Route.get(ROOT + "/metadata", Route.Access.PUBLIC, this::capabilities),
        Route.get(STUDIES, Route.Access.IDENTIFIED, call -> search(call, call.query())),
        new Route(
            List.of("POST"),
            STUDIES + "/_search",
            Route.Access.IDENTIFIED,
            MAX_FORM_BYTES,
            this::searchByForm),
        Route.get(STUDIES + "/{id}", Route.Access.IDENTIFIED, this::read));
  }

  private void capabilities(Call call) throws IOException {
    if (FhirAnswers.takesJson(call)) {
      FhirAnswers.resource(call, 200, FhirCapabilities.of(call.origin() + ROOT, smart));
    }
  }

  private void searchByForm(Call call) throws IOException {
    String type = call.header("content-type").orElse("");
    if (!type.startsWith("application/x-www-form-urlencoded")) {
      FhirAnswers.outcome(
          call, 415, IssueType.NOTSUPPORTED, "expected application/x-www-form-urlencoded");
      return;
    }
    List<Map.Entry<String, String>> parameters = new ArrayList<>(call.query());
    String form = new String(call.body().readNBytes(MAX_FORM_BYTES), StandardCharsets.UTF_8);
    try {
      for (String pair : form.split("&", MAX_PARAMETERS + 1)) {
        if (!pair.isEmpty()) {
          int equals = pair.indexOf('=');
          parameters.add(
              new SimpleImmutableEntry<>(
                  decoded(equals < 0 ? pair : pair.substring(0, equals)),
                  decoded(equals < 0 ? "" : pair.substring(equals + 1))));
        }
      }
    } catch (IllegalArgumentException e) {
      FhirAnswers.outcome(call, 400, IssueType.INVALID, "the form can't be decoded");
      return;
    }
    search(call, parameters);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private void search(Call call, List<Map.Entry<String, String>> parameters) throws IOException {
    if (!FhirAnswers.takesJson(call)) {
      return;
    }
    FhirQuery asked;
    try {
      asked = FhirQuery.of(parameters);
    } catch (FhirQuery.Unfit e) {
      FhirAnswers.outcome(
          call, 400, IssueType.NOTSUPPORTED, "not understood: parameter " + e.parameter());
      return;
    }
    FhirStudy.TAGS.stream()
        .filter(tag -> !asked.keys().contains(tag))
        .forEach(asked.keys()::putEmpty);
    try (FindMemory.Lease lease = memory.lease()) {
      Query query = query(Level.STUDY, asked.keys()).within(lease);
      switch (gate.decide(call.who(), new Request.Find(Selectivity.isSelective(query)))) {
        case Decision.Denied(Reason reason) -> FhirAnswers.denied(call, reason);
        case Decision.Granted(Pass pass) ->
            answer(
                call,
                parameters,
                asked,
                asked.nothing()
                    ? NOTHING
                    : archive.find(pass, query, new Page(asked.offset(), asked.count())));
      }
    }
  }

  private static Query query(Level level, DataSet keys) {
    return new Query(level, Root.STUDY, keys, new Semantics(true, false, false, false));
  }

  private static void answer(
      Call call, List<Map.Entry<String, String>> parameters, FhirQuery asked, PageOutcome outcome)
      throws IOException {
    switch (outcome.found()) {
      case FindOutcome.Found(List<DataSet> rows, boolean _) ->
          FhirAnswers.resource(call, 200, page(call, parameters, asked, outcome, rows));
      case FindOutcome.TooMany _ ->
          FhirAnswers.outcome(call, 413, IssueType.TOOCOSTLY, "the search is too broad");
      case FindOutcome.Invalid _ ->
          FhirAnswers.outcome(call, 400, IssueType.VALUE, "a value is none of its kind");
      case FindOutcome.Denied(Reason reason) -> FhirAnswers.denied(call, reason);
    }
  }

  /** A page with the way to the next; the total only where it is known (FHIR R4 §3.1.1.5.2). */
  private static Bundle page(
      Call call,
      List<Map.Entry<String, String>> parameters,
      FhirQuery asked,
      PageOutcome outcome,
      List<DataSet> rows) {
    Bundle bundle = new Bundle();
    bundle.setType(Bundle.BundleType.SEARCHSET);
    outcome.total().ifPresent(bundle::setTotal);
    bundle.addLink().setRelation("self").setUrl(link(call, parameters, asked.offset()));
    if (outcome.more() && asked.count() > 0) {
      int next = asked.offset() + asked.count();
      bundle.addLink().setRelation("next").setUrl(link(call, parameters, next));
    }
    for (DataSet row : rows) {
      ImagingStudy study = FhirStudy.of(row, dicomWeb(call));
      bundle
          .addEntry()
          .setFullUrl(call.origin() + STUDIES + "/" + study.getIdElement().getIdPart())
          .setResource(study)
          .getSearch()
          .setMode(SearchEntryMode.MATCH);
    }
    return bundle;
  }

  private static String dicomWeb(Call call) {
    return call.origin() + "/dicom-web";
  }

  private static String link(Call call, List<Map.Entry<String, String>> parameters, int offset) {
    List<Map.Entry<String, String>> all = new ArrayList<>(parameters);
    all.removeIf(p -> p.getKey().equals("_offset"));
    if (offset > 0) {
      all.add(new SimpleImmutableEntry<>("_offset", Integer.toString(offset)));
    }
    String query =
        all.stream()
            .map(p -> encoded(p.getKey()) + "=" + encoded(p.getValue()))
            .collect(Collectors.joining("&"));
    return call.origin() + STUDIES + (query.isEmpty() ? "" : "?" + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void read(Call call) throws IOException {
    if (!FhirAnswers.takesJson(call)) {
      return;
    }
    String uid = call.variable("id");
    DataSet keys = new DataSet();
    keys.putString(Tag.STUDY_INSTANCE_UID, Uid.isUsable(uid) ? uid : "0.0");
    FhirStudy.TAGS.stream().filter(tag -> !keys.contains(tag)).forEach(keys::putEmpty);
    switch (gate.decide(call.who(), new Request.Find(true))) {
      case Decision.Denied(Reason reason) -> FhirAnswers.denied(call, reason);
      case Decision.Granted(Pass pass) -> {
        switch (archive.find(pass, query(Level.STUDY, keys))) {
          case FindOutcome.Found(List<DataSet> rows, boolean _) when !rows.isEmpty() ->
              FhirAnswers.resource(call, 200, whole(call, pass, uid, rows.getFirst()));
          case FindOutcome.Denied(Reason reason) -> FhirAnswers.denied(call, reason);
          case FindOutcome.Found _, FindOutcome.TooMany _, FindOutcome.Invalid _ ->
              FhirAnswers.outcome(call, 404, IssueType.NOTFOUND, "not known here");
        }
      }
    }
  }

  private ImagingStudy whole(Call call, Pass pass, String uid, DataSet row) throws IOException {
    ImagingStudy study = FhirStudy.of(row, dicomWeb(call));
    DataSet keys = new DataSet();
    keys.putString(Tag.STUDY_INSTANCE_UID, uid);
    FhirStudy.SERIES_TAGS.forEach(keys::putEmpty);
    if (archive.find(pass, query(Level.SERIES, keys))
        instanceof FindOutcome.Found(List<DataSet> series, boolean _)) {
      series.forEach(one -> FhirStudy.addSeries(study, one));
    }
    return study;
  }
}
