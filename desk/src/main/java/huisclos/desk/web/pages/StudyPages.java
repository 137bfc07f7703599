package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import huisclos.desk.web.Route;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.gate.Gate;
import huisclos.gate.Share;
import huisclos.gate.Verb;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** Where people come across studies: what is shared, a plain search, and a study by itself. */
final class StudyPages {
  static final String PATH = "/studies";
  private static final String ONE = PATH + "/{study}";
  private static final Duration USUAL = Duration.ofDays(14);
  private static final int MAX_DAYS = 364;

  private final Gate gate;
  private final Studies studies;
  private final Sharing sharing;

  StudyPages(Gate gate, Studies studies, Sharing sharing) {
    this.gate = gate;
    this.studies = studies;
    this.sharing = sharing;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, Route.Access.PERSON, call -> show(call, 200, Html.NONE, Html.NONE)),
        AccountPages.post(PATH, this::search),
        AccountPages.post("/shares/end", this::end),
        Route.get(ONE, Route.Access.PERSON, call -> one(call, 200, Html.NONE)),
        AccountPages.post(ONE, this::share));
  }

  private void show(Call call, int status, Html alert, Html found) throws IOException {
    Texts t = Texts.of(call);
    Html body =
        Html.of(
            "%s%s%s%s%s",
            alert,
            searchForm(t).when(gate.holds(call.who(), Verb.FIND)),
            found,
            withMe(call, t),
            byMe(call, t).when(gate.holds(call.who(), Verb.SHARE)));
    Page.show(call, status, t, t.get("studies"), body);
  }

  private static Html searchForm(Texts t) {
    return Html.of(
        """
        <form method="post" action="/studies" class="row">
        <label>%s<select name="by">
        <option value="patient">%s</option>
        <option value="accession">%s</option>
        <option value="study">%s</option>
        </select></label>
        <label>%s<input name="value" required maxlength="64" autocomplete="off"></label>
        <button>%s</button>
        </form>
        """,
        t.get("studies.by"),
        t.get("study.patient-id"),
        t.get("study.accession"),
        t.get("study.uid"),
        t.get("studies.value"),
        t.get("studies.search"));
  }

  private void search(Call call) throws IOException {
    Form form = Form.of(call);
    Texts t = Texts.of(call);
    // Wildcards are for programs: a page asks for one patient or one examination.
    String value = form.get("value").strip().replaceAll("[*?\\\\]", "");
    int tag =
        switch (form.get("by")) {
          case "accession" -> Tag.ACCESSION_NUMBER;
          case "study" -> Tag.STUDY_INSTANCE_UID;
          default -> Tag.PATIENT_ID;
        };
    if (value.isEmpty() || (tag == Tag.STUDY_INSTANCE_UID && !Uid.isUsable(value))) {
      show(call, 200, Html.NONE, nothing(t));
      return;
    }
    switch (studies.by(call.who(), tag, List.of(value))) {
      case Studies.Found.Rows(List<Studies.Row> rows) ->
          show(call, 200, Html.NONE, rows.isEmpty() ? nothing(t) : Studies.table(t, rows));
      case Studies.Found.TooMany() ->
          show(call, 200, Page.alert(t.get("studies.too-many")), Html.NONE);
      case Studies.Found.No(var why) -> {
        Opening.No no = Opening.denied(why);
        show(call, no.status(), Page.alert(t.get(no.key())), Html.NONE);
      }
    }
  }

  private static Html nothing(Texts t) {
    return Html.of("<p role=\"status\">%s</p>%n", t.get("studies.nothing"));
  }

  private Html withMe(Call call, Texts t) throws IOException {
    List<Share> shares = sharing.with(call.who());
    Html list =
        shares.isEmpty()
            ? Html.of("<p>%s</p>%n", t.get("share.none"))
            : studies.byUid(call.who(), shares.stream().map(Share::study).distinct().toList())
                    instanceof Studies.Found.Rows(List<Studies.Row> rows)
                ? Html.of("%s<ul>%s</ul>%n", Studies.table(t, rows), ends(t, shares))
                : Html.of("<p>%s</p>%n", t.get("refused"));
    return Html.of("<h2>%s</h2>%n%s", t.get("share.with-you"), list);
  }

  private static Html ends(Texts t, List<Share> shares) {
    return Html.of(
        "%s",
        Html.all(
            shares.stream()
                .limit(Studies.MAX_SHOWN)
                .collect(Collectors.groupingBy(share -> share.by().id()))
                .entrySet()
                .stream()
                .map(e ->
                    Html.of(
                        "<li>%s</li>%n",
                        t.get(
                            "share.from",
                            e.getKey(),
                            Page.until(
                                t,
                                e.getValue().stream()
                                    .map(Share::until)
                                    .min(Instant::compareTo)
                                    .orElseThrow()))))
                .toList()));
  }

  private Html byMe(Call call, Texts t) {
    List<Share> shares = sharing.by(call.who());
    return Html.of(
        "<h2>%s</h2>%n%s",
        t.get("share.by-you"),
        shares.isEmpty() ? Html.of("<p>%s</p>%n", t.get("share.none-by")) : table(t, shares));
  }

  /** One's own shares, each with the button that ends it. */
  private static Html table(Texts t, List<Share> shares) {
    return Html.of(
        """
        <table>
        <thead><tr>%s</tr></thead>
        <tbody>
        %s</tbody>
        </table>
        """,
        Studies.heads(t, "share.with", "study", "share.until", "account.end"),
        Html.all(
            shares.stream()
                .map(s ->
                    Html.of(
                        "<tr><td>%s</td><td><a class=\"uid\""
                            + " href=\"/studies/%s\">%s</a></td><td>%s</td><td>%s</td></tr>%n",
                        s.to(),
                        s.study(),
                        s.study(),
                        Page.until(t, s.until()),
                        Page.button(
                            "/shares/end", t.get("account.end"), Page.hidden("id", s.id()))))
                .toList()));
  }

  private void end(Call call) throws IOException {
    if (sharing.end(call.who(), Form.of(call).get("id"))) {
      Page.redirect(call, PATH);
    } else {
      show(call, 404, Page.alert(Texts.of(call).get("share.unknown")), Html.NONE);
    }
  }

  private void one(Call call, int status, Html alert) throws IOException {
    Texts t = Texts.of(call);
    String uid = call.variable("study");
    Studies.Found found =
        Uid.isUsable(uid)
            ? studies.byUid(call.who(), List.of(uid))
            : new Studies.Found.Rows(List.of());
    switch (found) {
      case Studies.Found.Rows(List<Studies.Row> rows) when !rows.isEmpty() ->
          Page.show(call, status, t, t.get("study"), study(call, t, alert, rows.getFirst()));
      case Studies.Found.No(var why) -> {
        Opening.No no = Opening.denied(why);
        Page.show(call, no.status(), t, t.get("study"), Page.alert(t.get(no.key())));
      }
      case Studies.Found.Rows _, Studies.Found.TooMany _ ->
          Page.show(call, 404, t, t.get("study"), Page.alert(t.get("studies.nothing")));
    }
  }

  private Html study(Call call, Texts t, Html alert, Studies.Row row) {
    List<Share> own =
        sharing.by(call.who()).stream().filter(s -> s.study().equals(row.uid())).toList();
    return Html.of(
        """
        %s<dl>
        <dt>%s</dt><dd>%s</dd>
        <dt>%s</dt><dd>%s</dd>
        <dt>%s</dt><dd>%s</dd>
        <dt>%s</dt><dd>%s</dd>
        <dt>%s</dt><dd>%s</dd>
        <dt>%s</dt><dd>%s</dd>
        <dt>%s</dt><dd class="uid">%s</dd>
        </dl>
        %s%s\
        """,
        alert,
        t.get("study.patient"),
        row.patient(),
        t.get("study.patient-id"),
        row.patientId(),
        t.get("study.date"),
        row.date(),
        t.get("study.modality"),
        row.modalities(),
        t.get("study.description"),
        row.description(),
        t.get("study.accession"),
        row.accession(),
        t.get("study.uid"),
        row.uid(),
        images(t, row).when(gate.holds(call.who(), Verb.GET)),
        shareForm(t, row, own).when(gate.holds(call.who(), Verb.SHARE)));
  }

  private static Html images(Texts t, Studies.Row row) {
    return Html.of(
        """
        <p><img src="/dicom-web/studies/%s/thumbnail" alt="%s" class="preview"></p>
        <p><a class="button" href="/dicom-web/studies/%s?accept=application/zip" download>%s</a></p>
        """,
        row.uid(), t.get("study.preview"), row.uid(), t.get("study.download"));
  }

  private static Html shareForm(Texts t, Studies.Row row, List<Share> own) {
    LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
    return Html.of(
        """
        <h2>%s</h2>
        <p>%s</p>
        <form method="post" action="/studies/%s" class="row">
        <label>%s<input name="with" required maxlength="64" autocomplete="off" autocapitalize="none"></label>
        <label>%s<input name="until" type="date" required value="%s" min="%s" max="%s"></label>
        <button>%s</button>
        </form>
        %s\
        """,
        t.get("share"),
        t.get("share.hint"),
        row.uid(),
        t.get("share.with"),
        t.get("share.last-day"),
        today.plusDays(USUAL.toDays()),
        today,
        today.plusDays(MAX_DAYS),
        t.get("share.do"),
        own.isEmpty() ? Html.NONE : table(t, own));
  }

  private void share(Call call) throws IOException {
    Form form = Form.of(call);
    String study = call.variable("study");
    switch (sharing.open(call.who(), study, form.get("with"), form.get("until"))) {
      case Opening.Done _ -> Page.redirect(call, PATH + "/" + study);
      case Opening.No(int status, String key) ->
          one(call, status, Page.alert(Texts.of(call).get(key)));
    }
  }
}
