package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import huisclos.desk.web.Route;
import huisclos.gate.Gate;
import huisclos.gate.Verb;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Where people land who are signed in. */
final class HomePages {
  private final Gate gate;

  HomePages(Gate gate) {
    this.gate = gate;
  }

  List<Route> routes() {
    return List.of(Route.get("/", Route.Access.PERSON, this::show));
  }

  private void show(Call call) throws IOException {
    Texts t = Texts.of(call);
    List<Html> may =
        Arrays.stream(Verb.values())
            .filter(verb -> verb != Verb.ECHO && gate.holds(call.who(), verb))
            .map(verb -> Html.of("<li>%s</li>%n", t.get("may." + verb.word())))
            .toList();
    Html body =
        Html.of(
            """
            <p>%s</p>
            <h2>%s</h2>
            <ul>
            %s</ul>
            <p><a href="/trust">%s</a></p>
            """,
            t.get("account.who", call.who().name()),
            t.get("home.may"),
            may.isEmpty() ? Html.of("<li>%s</li>%n", t.get("home.nothing")) : Html.all(may),
            t.get("trust.title"));
    Page.show(call, 200, t, t.get("home"), body);
  }
}
