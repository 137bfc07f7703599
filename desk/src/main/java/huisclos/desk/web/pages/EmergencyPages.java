package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import huisclos.desk.web.Route;
import huisclos.gate.BreakGlass;
import huisclos.gate.Gate;
import huisclos.gate.Glass;
import huisclos.gate.PatientKey;
import huisclos.gate.Verb;
import java.io.IOException;
import java.util.List;

/** Opening a patient's studies in an emergency, and ending it. */
final class EmergencyPages {
  static final String PATH = "/emergency";

  private final Gate gate;
  private final Studies studies;
  private final Emergencies emergencies;

  EmergencyPages(Gate gate, Studies studies, Emergencies emergencies) {
    this.gate = gate;
    this.studies = studies;
    this.emergencies = emergencies;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, Route.Access.PERSON, call -> show(call, 200, Html.NONE)),
        AccountPages.post(PATH, this::open),
        AccountPages.post("/emergency/end", this::end));
  }

  private void show(Call call, int status, Html alert) throws IOException {
    Texts t = Texts.of(call);
    boolean breaks = gate.holds(call.who(), Verb.BREAK_GLASS);
    boolean keeps = gate.holds(call.who(), Verb.KEEP);
    Html body =
        Html.of(
            "%s%s%s%s%s",
            alert,
            Html.of("<p>%s</p>%n", t.get("refused")).when(!breaks && !keeps),
            form(t).when(breaks),
            breaks ? own(call, t) : Html.NONE,
            keeps ? everybodys(call, t) : Html.NONE);
    Page.show(call, status, t, t.get("emergency"), body);
  }

  private static Html form(Texts t) {
    return Html.of(
        """
        <p>%s</p>
        <form method="post" action="/emergency">
        <label>%s<select name="by">
        <option value="patient">%s</option>
        <option value="study">%s</option>
        </select></label>
        <label>%s<input name="value" required maxlength="%s" autocomplete="off"></label>
        <label>%s<textarea name="reason" required minlength="%s" maxlength="%s" rows="3"></textarea></label>
        <button class="danger">%s</button>
        </form>
        """,
        t.get("emergency.hint", BreakGlass.LASTS.toHours()),
        t.get("emergency.by"),
        t.get("study.patient-id"),
        t.get("study.uid"),
        t.get("studies.value"),
        PatientKey.MAX_CHARS,
        t.get("emergency.reason"),
        BreakGlass.MIN_REASON_CHARS,
        BreakGlass.MAX_REASON_CHARS,
        t.get("emergency.open"));
  }

  private Html own(Call call, Texts t) throws IOException {
    List<Glass> open = emergencies.of(call.who());
    Html pieces = Html.NONE;
    for (Glass glass : open) {
      pieces = Html.of("%s%s", pieces, one(call, t, glass));
    }
    return Html.of(
        "<h2>%s</h2>%n%s",
        t.get("emergency.yours"),
        open.isEmpty() ? Html.of("<p>%s</p>%n", t.get("emergency.none")) : pieces);
  }

  private Html one(Call call, Texts t, Glass glass) throws IOException {
    Studies.Found found =
        glass.study().isPresent()
            ? studies.byUid(call.who(), List.of(glass.study().get()))
            : studies.by(
                call.who(),
                huisclos.dicom.Tag.PATIENT_ID,
                List.of(glass.patient().orElseThrow().id()));
    Html what =
        found instanceof Studies.Found.Rows(List<Studies.Row> rows) && !rows.isEmpty()
            ? Studies.table(t, rows)
            : Html.of("<p>%s</p>%n", t.get("studies.nothing"));
    return Html.of(
        "%s<p>%s</p>%n%s",
        what,
        t.get("emergency.until", Page.time(t, glass.until())),
        Page.button("/emergency/end", t.get("account.end"), Page.hidden("id", glass.id())));
  }

  /** Who has something open, and not what: who keeps house sees no patient. */
  private Html everybodys(Call call, Texts t) {
    List<Glass> open = emergencies.all(call.who());
    return Html.of(
        "<h2>%s</h2>%n%s",
        t.get("emergency.all"),
        open.isEmpty()
            ? Html.of("<p>%s</p>%n", t.get("emergency.none"))
            : Html.of(
                """
                <table>
                <thead><tr>%s</tr></thead>
                <tbody>
                %s</tbody>
                </table>
                """,
                Studies.heads(t, "name", "share.until", "account.end"),
                Html.all(open.stream().map(glass -> row(t, glass)).toList())));
  }

  private static Html row(Texts t, Glass glass) {
    return Html.of(
        "<tr><td>%s</td><td>%s</td><td>%s</td></tr>%n",
        glass.person(),
        Page.time(t, glass.until()),
        Page.button("/emergency/end", t.get("account.end"), Page.hidden("id", glass.id())));
  }

  private void open(Call call) throws IOException {
    Form form = Form.of(call);
    String value = form.get("value").strip();
    Opening came =
        form.get("by").equals("study")
            ? emergencies.openStudy(call.who(), value, form.get("reason"))
            : emergencies.openPatient(call.who(), value, form.get("reason"));
    switch (came) {
      case Opening.Done _ -> Page.redirect(call, PATH);
      case Opening.No(int status, String key) ->
          show(call, status, Page.alert(Texts.of(call).get(key)));
    }
  }

  private void end(Call call) throws IOException {
    if (emergencies.end(call.who(), Form.of(call).get("id"))) {
      Page.redirect(call, PATH);
    } else {
      show(call, 404, Page.alert(Texts.of(call).get("emergency.ended")));
    }
  }
}
