package huisclos.probe.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RangeLoaderTest {
  @TempDir Path folder;

  private RangeTable load(String... texts) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String text : texts) {
      files.add(Files.writeString(folder.resolve("t" + files.size() + ".csv"), text));
    }
    return RangeLoader.load(files);
  }

  private static String country(RangeTable table, String address) {
    return table.of(InetAddress.ofLiteral(address)).country();
  }

  @Test
  void addressesAndCidrsAndTheirEnds() throws IOException {
    RangeTable table =
        load(
            """
            # ours
            192.0.2.0,192.0.2.9,FR
            "192.0.2.10","192.0.2.20","de","Net, with comma"
            2001:db8::,2001:db8::ffff,NL
            198.51.100.0/24,US
            198.51.100.64/26,BR,Inner
            203.0.113.7,203.0.113.7,-
            """);
    assertThat(country(table, "192.0.2.0")).isEqualTo("FR");
    assertThat(country(table, "192.0.2.9")).isEqualTo("FR");
    assertThat(table.of(InetAddress.ofLiteral("192.0.2.20")))
        .isEqualTo(new Place("DE", "Net, with comma"));
    assertThat(country(table, "192.0.2.21")).isEqualTo(Place.NOWHERE);
    assertThat(country(table, "0.0.0.0")).isEqualTo(Place.NOWHERE);
    assertThat(country(table, "2001:db8::abcd")).isEqualTo("NL");
    assertThat(country(table, "2001:db8::1:0")).isEqualTo(Place.NOWHERE);
    assertThat(country(table, "198.51.100.63")).isEqualTo("US");
    assertThat(country(table, "198.51.100.64")).isEqualTo("BR");
    assertThat(country(table, "198.51.100.127")).isEqualTo("BR");
    assertThat(country(table, "198.51.100.200")).isEqualTo("US");
    assertThat(country(table, "203.0.113.7")).isEqualTo(Place.NOWHERE);
  }

  @Test
  void numbersAsIp2location() throws IOException {
    RangeTable table =
        load(
            """
            "3221225984","3221226239","FR","France"
            "42540766411282592856903984951653826560","42540766411282592875350729025363378175","DE","Germany"
            """);
    assertThat(country(table, "192.0.2.255")).isEqualTo("FR");
    assertThat(country(table, "192.0.3.0")).isEqualTo(Place.NOWHERE);
    assertThat(country(table, "2001:db8::1")).isEqualTo("DE");
  }

  @Test
  void blocksAndLocationsAsMaxMind() throws IOException {
    String blocks =
        """
        network,geoname_id,registered_country_geoname_id,represented_country_geoname_id
        192.0.2.0/24,3017382,3017382,
        198.51.100.0/24,,6252001,
        """;
    String locations =
        """
        geoname_id,locale_code,continent_code,continent_name,country_iso_code,country_name
        3017382,en,EU,Europe,FR,France
        6252001,en,NA,"North America",US,"United States"
        """;
    RangeTable table = load(blocks, locations);
    assertThat(country(table, "192.0.2.3")).isEqualTo("FR");
    assertThat(country(table, "198.51.100.3")).isEqualTo("US");
    assertThatThrownBy(() -> load(blocks))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("by number only");
  }

  @Test
  void whatIsNoRangeIsNamedWithItsLine() {
    for (String bad :
        List.of(
            "192.0.2.9,192.0.2.1,FR",
            "192.0.2.0/33,FR",
            "192.0.2.1,2001:db8::1,FR",
            "somewhere,192.0.2.1,FR",
            "192.0.2.1,192.0.2.2,France",
            "192.0.2.1")) {
      assertThatThrownBy(() -> load("192.0.2.0/24,FR\n" + bad + "\n"))
          .as(bad)
          .isInstanceOf(ReportException.class)
          .hasMessageContaining("line 2");
    }
  }
}
