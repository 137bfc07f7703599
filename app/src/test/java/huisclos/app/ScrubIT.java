package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scrub, reindex and registers of an earlier day, against a running server and a home at rest. */
class ScrubIT {
  @TempDir Path folder;

  private static void flip(Path file, long offset, int bit) throws IOException {
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(offset);
      int old = raw.read();
      raw.seek(offset);
      raw.write(old ^ (1 << bit));
    }
  }

  private static Path firstContainer(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("blobs"))) {
      return files.sorted().findFirst().orElseThrow();
    }
  }

  private static Processes.Result at(Path home, String... verb) {
    String[] args =
        Stream.concat(Stream.of(verb), Stream.of("--home", home.toString())).toArray(String[]::new);
    return Processes.here(args);
  }

  @Test
  void fromDamageToMended() throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    Synthetic first = Synthetic.of(1);
    // One after the other, so that it is known which object comes first in the container.
    List<Path> written = List.of(first.write(files), Synthetic.of(2).write(files));
    Path home;
    Path reader;
    Path gone;
    Path container;
    try (RunningArchive archive = RunningArchive.start(folder)) {
      home = archive.home;
      reader = archive.device(folder.resolve("ids"), "READER", "store,find,get");
      gone = archive.device(folder.resolve("ids"), "GONE", "store,find,get");
      for (Path file : written) {
        Processes.here("send", archive.address(), "--identity", reader.toString(), file.toString())
            .ok();
      }
      assertThat(archive.verb("scrub").ok().out()).contains("looked at 2 objects", "no damage");
      assertThat(archive.verb("health").ok().out()).contains("ok");

      container = firstContainer(home);
      flip(container, 64 + 200, 2);
      Processes.Result found = archive.verb("scrub");
      assertThat(found.status()).isEqualTo(1);
      assertThat(found.out())
          .contains("restore the named container", "blobs/", first.sopInstance())
          .contains(Synthetic.uid("study", 1))
          .doesNotContain(Synthetic.uid("study", 2));
      assertThat(archive.verb("scrub", "--list", "--json").out()).contains("\"kind\" : \"object\"");
      Processes.Result health = archive.verb("health");
      assertThat(health.status()).isEqualTo(1);
      assertThat(health.out()).contains("damaged");
      assertThat(archive.verb("doors").ok().out()).contains("damaged");
      assertThat(Files.readString(archive.err)).contains("scrub: object damaged");
      // The damaged one is refused, the other is handed out.
      Path out = folder.resolve("out");
      Processes.Result get =
          Processes.here(
              "get",
              archive.address(),
              "--identity",
              reader.toString(),
              "--study",
              Synthetic.uid("study", 1),
              "--out",
              out.toString());
      assertThat(get.status()).isEqualTo(1);
      assertThat(out.resolve(first.sopInstance() + ".dcm")).doesNotExist();
      Processes.here(
              "get",
              archive.address(),
              "--identity",
              reader.toString(),
              "--study",
              Synthetic.uid("study", 2),
              "--out",
              out.toString())
          .ok();
      flip(container, 64 + 200, 2);
      assertThat(archive.verb("scrub", "--rate", "100").ok().out()).contains("no damage");
      assertThat(archive.verb("reindex").ok().out()).contains("2 instances");
    }

    // An index of an earlier day: what was revoked since stays revoked.
    Path copy = folder.resolve("index.copy");
    Files.copy(home.resolve("index.db"), copy);
    assertThat(at(home, "device", "revoke", "GONE").status()).isZero();
    Files.deleteIfExists(home.resolve("index.db-wal"));
    Files.deleteIfExists(home.resolve("index.db-shm"));
    Files.copy(copy, home.resolve("index.db"), StandardCopyOption.REPLACE_EXISTING);
    try (RunningArchive archive = RunningArchive.start(folder)) {
      assertThat(archive.verb("doors").ok().out()).contains("shut out again", "GONE");
      Processes.Result echo =
          Processes.here("echo", archive.address(), "--identity", gone.toString());
      assertThat(echo.status()).isNotZero();
      Processes.here("echo", archive.address(), "--identity", reader.toString()).ok();
      assertThat(archive.verb("scrub").ok().out()).contains("no damage");
    }

    // A file that is no index any more: nothing is thrown away without being asked for.
    Files.write(home.resolve("index.db"), new byte[8192]);
    Processes.Result refused =
        Processes.run("serve", "--dicom-port", "0", "--home", home.toString());
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("huisclos reindex --lose-unreadable", "put back index.db");
    assertThat(at(home, "reindex").status()).isEqualTo(1);
    Files.copy(copy, home.resolve("index.db"), StandardCopyOption.REPLACE_EXISTING);
    // A page of it is damaged: made anew by itself, devices carried over, the file kept.
    byte[] index = Files.readAllBytes(copy);
    int at = indexOfLeaf(index);
    flip(home.resolve("index.db"), at, 7);
    assertThat(at(home, "reindex").err() + at(home, "doors").out()).contains("READER");
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Processes.here("echo", archive.address(), "--identity", reader.toString()).ok();
      assertThat(Processes.here("echo", archive.address(), "--identity", gone.toString()).status())
          .isNotZero();
      assertThat(archive.verb("scrub").ok().out()).contains("looked at 2 objects", "no damage");
    }
  }

  /** The byte of a page's kind, of the page that holds the study rows. */
  private static int indexOfLeaf(byte[] index) {
    String text = new String(index, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(Synthetic.uid("study", 1));
    assertThat(at).isPositive();
    return at / 4096 * 4096;
  }
}
