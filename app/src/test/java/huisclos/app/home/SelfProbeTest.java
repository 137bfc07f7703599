package huisclos.app.home;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import huisclos.desk.web.GateAuthenticator;
import huisclos.desk.web.Route;
import huisclos.desk.web.WebLimits;
import huisclos.desk.web.WebRecorder;
import huisclos.desk.web.WebServer;
import huisclos.net.AnsweredContext;
import huisclos.net.AssociateAc;
import huisclos.net.AssociateRq;
import huisclos.net.PduReader;
import huisclos.net.PduWriter;
import huisclos.net.ReleaseRp;
import huisclos.net.ReleaseRq;
import huisclos.net.UserItem;
import huisclos.probe.finding.Rung;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SelfProbeTest {
  @Test
  void a_door_of_ours_that_answers_is_closed_and_alerted() throws Exception {
    try (OpenDoor door = new OpenDoor()) {
      Recorded house = new Recorded(door.address());
      SelfProbe probe = new SelfProbe(house, InstantSource.system());
      door.onAssociation = probe::witness;

      SelfProbe.Round round = probe.look();

      assertThat(round.open()).isNotEmpty();
      assertThat(round.open().getFirst().ours()).isTrue();
      assertThat(round.open().getFirst().rung()).isEqualTo(Rung.ASSOCIATES);
      assertThat(house.shut).contains(door.address().getPort());
      assertThat(house.alerts).anyMatch(words -> words.contains("it was closed"));
      assertThat(probe.shut()).isNotEmpty();
    }
  }

  @Test
  void a_door_of_somebody_else_that_answers_is_only_reported() throws Exception {
    try (OpenDoor door = new OpenDoor()) {
      Recorded house = new Recorded(door.address());
      SelfProbe probe = new SelfProbe(house, InstantSource.system());

      SelfProbe.Round round = probe.look();

      assertThat(round.open()).isNotEmpty();
      assertThat(round.open()).noneMatch(SelfProbe.Open::ours);
      assertThat(house.shut).isEmpty();
      assertThat(house.alerts).anyMatch(words -> words.contains("another program"));
    }
  }

  @Test
  void somebody_elses_door_is_not_told_of_every_hour() throws Exception {
    try (OpenDoor door = new OpenDoor()) {
      Recorded house = new Recorded(door.address());
      Instant start = Instant.parse("2026-01-01T00:00:00Z");
      Instant[] now = {start};
      SelfProbe probe = new SelfProbe(house, () -> now[0]);
      probe.look();
      int once = house.alerts.size();
      now[0] = start.plus(Duration.ofHours(1));
      assertThat(probe.look().open()).isNotEmpty();
      assertThat(house.alerts).hasSize(once);
      now[0] = start.plus(Duration.ofDays(1));
      probe.look();
      assertThat(house.alerts).hasSizeGreaterThan(once);
    }
  }

  @Test
  void a_title_that_nobody_was_given_proves_nothing() throws Exception {
    try (OpenDoor door = new OpenDoor()) {
      Recorded house = new Recorded(door.address());
      SelfProbe probe = new SelfProbe(house, InstantSource.system());
      door.onAssociation = title -> probe.witness("HC0123456789ABCD");

      assertThat(probe.look().open()).noneMatch(SelfProbe.Open::ours);
      assertThat(house.shut).isEmpty();
    }
  }

  /** As if a route had been opened to all by mistake. */
  @Test
  void a_web_door_that_answers_a_question_is_closed(@TempDir Path folder) throws Exception {
    Home home = new Home(folder.resolve("home"));
    home.prepare();
    Route mistake =
        Route.get(
            "/dicom-web/studies",
            Route.Access.PUBLIC,
            call -> call.respond(200, "application/dicom+json", "[]".getBytes(UTF_8)));
    try (HomeLock lock = HomeLock.take(home);
        Site site = Site.openPassing(home, lock, Settings.parse("", home.settings()));
        WebServer open = webDoor(site, List.of(mistake));
        WebServer shut = webDoor(site, List.of())) {
      Recorded house = new Recorded(nobody());
      house.ownWeb.add(open.address());
      house.ownWeb.add(shut.address());

      SelfProbe.Round round = new SelfProbe(house, InstantSource.system()).look();

      assertThat(round.open()).hasSize(1);
      assertThat(round.open().getFirst().rung()).isEqualTo(Rung.QUERYABLE);
      assertThat(house.shut).containsExactly(open.address().getPort());
    }
  }

  /** An address where nobody listens. */
  private static InetSocketAddress nobody() throws IOException {
    try (ServerSocket was = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) was.getLocalSocketAddress();
    }
  }

  private static WebServer webDoor(Site site, List<Route> routes) throws IOException {
    WebServer door =
        new WebServer(
            new WebServer.Setup(
                Settings.loopback(0),
                site.gate().webContext(),
                new GateAuthenticator(site.gate()),
                routes,
                List.of(),
                WebLimits.DEFAULT,
                new WebRecorder(site.gate(), _ -> true)));
    door.start();
    return door;
  }

  private static final class Recorded implements SelfProbe.House {
    private final InetSocketAddress own;
    private final List<InetSocketAddress> ownWeb = new ArrayList<>();
    private final List<Integer> shut = new ArrayList<>();
    private final List<String> alerts = new ArrayList<>();
    private final List<SelfProbe.Round> rounds = new ArrayList<>();

    Recorded(InetSocketAddress own) {
      this.own = own;
    }

    @Override
    public List<InetSocketAddress> own() {
      return List.of(own);
    }

    @Override
    public List<InetSocketAddress> ownWeb() {
      return ownWeb;
    }

    @Override
    public void shut(int port) {
      shut.add(port);
    }

    @Override
    public void alert(SelfProbe.Open open) {
      alerts.add(open.words());
    }

    @Override
    public void record(SelfProbe.Round round) {
      rounds.add(round);
    }
  }

  /** Takes every association in clear text, its contexts too, and answers nothing else. */
  private static final class OpenDoor implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private volatile Consumer<String> onAssociation = _ -> {};

    OpenDoor() throws IOException {
      Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
      return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void accept() {
      while (!listener.isClosed()) {
        try {
          Socket socket = listener.accept();
          Thread.ofVirtual().start(() -> serve(socket));
        } catch (IOException e) {
          return;
        }
      }
    }

    private void serve(Socket socket) {
      try (socket) {
        PduReader reader = new PduReader(socket.getInputStream(), 16_384);
        while (true) {
          switch (reader.read()) {
            case AssociateRq request -> {
              onAssociation.accept(request.callingAet());
              socket
                  .getOutputStream()
                  .write(
                      PduWriter.encode(
                          new AssociateAc(
                              1,
                              request.titles(),
                              request.applicationContext(),
                              request.contexts().stream()
                                  .map(c ->
                                      new AnsweredContext(
                                          c.id(), 0, c.transferSyntaxes().getFirst()))
                                  .toList(),
                              List.of(new UserItem.MaximumLength(16_384)))));
            }
            case ReleaseRq _ -> socket.getOutputStream().write(PduWriter.encode(new ReleaseRp()));
            default -> {
              return;
            }
          }
        }
      } catch (IOException e) {
        // The probe is through.
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
