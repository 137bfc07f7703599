package huisclos.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What both disks must do alike. */
abstract class DiskContract {
  abstract Disk disk();

  abstract Path root();

  private Path folder() {
    return root().resolve("a").resolve("b");
  }

  @BeforeEach
  void makeFolder() throws IOException {
    disk().createFolder(folder());
  }

  private void write(Path file, String text) throws IOException {
    try (DiskFile out = disk().create(file)) {
      out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      out.force();
    }
  }

  private String read(Path file) throws IOException {
    try (DiskFile in = disk().open(file)) {
      ByteBuffer buffer = ByteBuffer.allocate(100);
      int n = in.read(buffer, 0);
      return new String(buffer.array(), 0, n, StandardCharsets.UTF_8);
    }
  }

  @Test
  void writesAndReadsAtPositions() throws IOException {
    Path file = folder().resolve("f");
    write(file, "hello world");
    try (DiskFile f = disk().openForWriting(file)) {
      f.write(ByteBuffer.wrap("W".getBytes(StandardCharsets.UTF_8)), 6);
      assertThat(f.size()).isEqualTo(11);
      f.truncate(50);
      assertThat(f.size()).isEqualTo(11);
      f.truncate(8);
    }
    assertThat(read(file)).isEqualTo("hello Wo");
    try (DiskFile f = disk().open(file)) {
      assertThat(f.read(ByteBuffer.allocate(4), 8)).isZero();
      assertThat(f.read(ByteBuffer.allocate(4), 80)).isZero();
      assertThat(f.read(ByteBuffer.allocate(4), 6)).isEqualTo(2);
    }
  }

  @Test
  void aWriteBeyondTheEndLeavesZeros() throws IOException {
    Path file = folder().resolve("f");
    try (DiskFile f = disk().create(file)) {
      f.write(ByteBuffer.wrap(new byte[] {1}), 3);
      ByteBuffer all = ByteBuffer.allocate(4);
      assertThat(f.read(all, 0)).isEqualTo(4);
      assertThat(all.array()).containsExactly(0, 0, 0, 1);
    }
  }

  @Test
  void createsOnlyWhatIsNotThere() throws IOException {
    Path file = folder().resolve("f");
    write(file, "one");
    assertThatThrownBy(() -> disk().create(file)).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> disk().open(folder().resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> disk().openForWriting(folder().resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> disk().create(root().resolve("no-folder").resolve("f")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void renamesOverWhatIsThere() throws IOException {
    write(folder().resolve("from"), "new");
    write(folder().resolve("to"), "old");
    disk().rename(folder().resolve("from"), folder().resolve("to"));
    disk().syncDirectory(folder());
    assertThat(read(folder().resolve("to"))).isEqualTo("new");
    assertThat(disk().exists(folder().resolve("from"))).isFalse();
  }

  @Test
  void linksOnlyToAFreeName() throws IOException {
    write(folder().resolve("one"), "one");
    write(folder().resolve("two"), "two");
    disk().link(folder().resolve("one"), folder().resolve("three"));
    assertThatThrownBy(() -> disk().link(folder().resolve("one"), folder().resolve("two")))
        .isInstanceOf(FileAlreadyExistsException.class);
    disk().delete(folder().resolve("one"));
    assertThat(read(folder().resolve("three"))).isEqualTo("one");
    assertThat(read(folder().resolve("two"))).isEqualTo("two");
  }

  @Test
  void listsAndDeletes() throws IOException {
    write(folder().resolve("one"), "1");
    write(folder().resolve("two"), "2");
    assertThat(disk().list(folder())).containsExactlyInAnyOrder("one", "two");
    disk().delete(folder().resolve("one"));
    disk().delete(folder().resolve("one"));
    assertThat(disk().list(folder())).containsExactly("two");
    assertThat(disk().exists(folder())).isTrue();
    disk().createFolder(folder());
    assertThat(disk().list(folder())).containsExactly("two");
  }

  @Test
  void anOpenFileOutlivesItsName() throws IOException {
    Path file = folder().resolve("f");
    write(file, "still here");
    try (DiskFile open = disk().open(file)) {
      disk().delete(file);
      ByteBuffer buffer = ByteBuffer.allocate(10);
      assertThat(open.read(buffer, 0)).isEqualTo(10);
    }
  }
}
