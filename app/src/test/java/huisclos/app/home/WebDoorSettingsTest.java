package huisclos.app.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.app.UserError;
import huisclos.desk.web.WebLimits;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The web door's part of the settings. */
class WebDoorSettingsTest {
  private static WebDoorSettings.Session sessions(String lines) {
    return Settings.parse("[https]\n" + lines, Path.of("huisclos.toml")).web().session();
  }

  @Test
  void connectionsAreAsManyAndAsQuietAsTheSettingsSay() {
    assertThat(connections("").limits()).isEqualTo(WebLimits.DEFAULT);
    WebLimits busy = connections("connections = 4096\nquiet = \"5 minutes\"").limits();
    assertThat(busy.connections()).isEqualTo(4096);
    assertThat(busy.perAddress()).isEqualTo(512);
    assertThat(busy.quiet()).isEqualTo(Duration.ofMinutes(5));
    for (String unfit :
        new String[] {"connections = 15", "connections = 65537", "quiet = \"5 seconds\""}) {
      assertThatThrownBy(() -> connections(unfit)).as(unfit).isInstanceOf(UserError.class);
    }
  }

  private static WebDoorSettings.Connections connections(String lines) {
    return Settings.parse("[https]\n" + lines, Path.of("huisclos.toml")).web().connections();
  }

  @Test
  void sessionsLastAsLongAsTheSettingsSay() {
    assertThat(sessions(""))
        .isEqualTo(new WebDoorSettings.Session(Duration.ofMinutes(15), Duration.ofHours(12)));
    assertThat(sessions("idle = \"90 seconds\"\nsession = \"1 hour\""))
        .isEqualTo(new WebDoorSettings.Session(Duration.ofSeconds(90), Duration.ofHours(1)));
    for (String unfit : new String[] {"9 seconds", "25 hours", "15", "-1 hour", "1 day"}) {
      assertThatThrownBy(() -> sessions("idle = \"" + unfit + "\""))
          .as(unfit)
          .isInstanceOf(UserError.class);
    }
    assertThatThrownBy(() -> sessions("session = \"10 minutes\"")).isInstanceOf(UserError.class);
  }
}
