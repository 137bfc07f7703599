package huisclos.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import huisclos.vault.CorruptBlobException.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedBlobTest {
  private static final Path HOME = Path.of("/home");

  private final FakeDisk disk = new FakeDisk();
  private final SiteKey key = SiteKey.generate();
  private Vault vault = open();
  private StudyKeyId study = StudyKeyId.random();

  private Vault open() {
    try {
      return Vault.open(HOME, key, disk, Homes.SMALL);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void newStudy() throws IOException {
    study = Homes.newStudy(vault);
  }

  @AfterEach
  void close() throws IOException {
    vault.close();
  }

  private Path container(BlobAddress address) {
    return HOME.resolve("blobs").resolve("%010d.hcb".formatted(address.container()));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 15, 65479, 65480, 65481, 65520, 65536, 130999, 131000, 131001, 131072, 196519, 196520,
        196521, 300_000, 1_200_000
      })
  void comesOutAsItWentIn(int length) throws IOException {
    byte[] content = Homes.bytes(length, length);
    BlobAddress address = Homes.store(vault, study, content);
    SealedBlob blob = vault.open(address, study);
    assertThat(blob.length()).isEqualTo(length);
    assertThat(Homes.readAll(blob.read())).isEqualTo(content);
    blob.verify();
    BlobDescriptor descriptor = blob.descriptor();
    assertThat(descriptor.length()).isEqualTo(length);
    assertThat(descriptor.sopInstanceUid()).isEqualTo("1.2.3.4.5");
    Random random = new Random(length);
    for (int i = 0; i < 20; i++) {
      int at = random.nextInt(length + 1);
      assertThat(Homes.readAll(blob.read(at)))
          .isEqualTo(Arrays.copyOfRange(content, at, content.length));
    }
    for (int at : new int[] {0, length, Math.min(length, 65480), Math.min(length, 131000)}) {
      assertThat(Homes.readAll(blob.read(at)))
          .isEqualTo(Arrays.copyOfRange(content, at, content.length));
    }
    assertThatThrownBy(() -> blob.read(length + 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> blob.read(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isSealedAlikeHoweverItIsWritten() throws IOException {
    byte[] content = Homes.bytes(400_000, 7);
    Random random = new Random(7);
    for (int round = 0; round < 20; round++) {
      int most = 1 << random.nextInt(19);
      PendingBlob blob = vault.begin();
      for (int at = 0; at < content.length; ) {
        int n = Math.min(content.length - at, 1 + random.nextInt(most));
        if (n == 1) {
          blob.sink().write(content[at]);
        } else {
          blob.sink().write(content, at, n);
        }
        at += n;
      }
      blob.sink().close();
      assertThat(Homes.readAll(blob.read())).isEqualTo(content);
      BlobAddress address = vault.commit(List.of(Homes.request(blob, study))).getFirst();
      vault.open(address, study).verify();
      assertThat(Homes.readAll(vault.open(address, study).read())).isEqualTo(content);
    }
  }

  @Test
  void readsInPiecesOfAnySize() throws IOException {
    byte[] content = Homes.bytes(300_000, 8);
    SealedBlob blob = vault.open(Homes.store(vault, study, content), study);
    Random random = new Random(8);
    try (var in = blob.read()) {
      byte[] got = new byte[content.length];
      int at = 0;
      while (at < got.length) {
        int n = in.read(got, at, Math.min(got.length - at, 1 + random.nextInt(100_000)));
        assertThat(n).isPositive();
        at += n;
      }
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(got, 0, 10)).isEqualTo(-1);
      assertThat(got).isEqualTo(content);
    }
  }

  /** Every bit of head and descriptor, and a sample of the content's, is covered by some check. */
  @Test
  void anyFlippedBitIsFound() throws IOException {
    byte[] content = Homes.bytes(150_000, 9);
    BlobAddress address = Homes.store(vault, study, content);
    Path file = container(address);
    long contentStart = address.offset() + BlobHead.BYTES;
    long contentEnd = contentStart + Segments.sealedLength(content.length);
    long descriptorEnd = address.end() - BlobHead.TAIL_BYTES;
    for (long at = address.offset(); at < contentStart; at++) {
      for (int bit = 0; bit < 8; bit++) {
        assertBroken(file, at, bit, address, List.of(Part.HEAD));
      }
    }
    Random random = new Random(9);
    for (int i = 0; i < 300; i++) {
      long at = contentStart + (i < 60 ? i : random.nextInt((int) (contentEnd - contentStart)));
      assertBroken(file, at, random.nextInt(8), address, List.of(Part.CONTENT));
    }
    assertBroken(file, contentEnd - 1, 0, address, List.of(Part.CONTENT));
    for (long at = contentEnd; at < descriptorEnd; at++) {
      assertBroken(file, at, random.nextInt(8), address, List.of(Part.DESCRIPTOR));
    }
    vault.open(address, study).verify();
  }

  private void assertBroken(Path file, long at, int bit, BlobAddress address, List<Part> parts) {
    disk.flip(file, at, bit);
    Throwable thrown = catchThrowable(() -> vault.open(address, study).verify());
    assertThat(thrown).as("offset %d bit %d", at, bit).isInstanceOf(CorruptBlobException.class);
    assertThat(((CorruptBlobException) thrown).part()).isIn(parts);
    disk.flip(file, at, bit);
  }

  /** By seals alone, without the digest of the whole: what a retrieval relies on (0014). */
  @Test
  void whatWasGivenOutBeforeDamageWasMetIsRight() throws IOException {
    byte[] content = Homes.bytes(200_000, 14);
    BlobAddress address = Homes.store(vault, study, content);
    long start = address.offset() + BlobHead.BYTES;
    long length = Segments.sealedLength(content.length);
    Random random = new Random(14);
    for (int i = 0; i < 200; i++) {
      long at = i < Segments.HEADER_BYTES ? i : random.nextLong(length);
      int sound = (int) Segments.start(at / Segments.SEALED_BYTES);
      // Small pieces go through the stream's buffer, whole segments past it.
      for (int piece : new int[] {1_000, 4 * Segments.SEALED_BYTES}) {
        disk.flip(container(address), start + at, i % 8);
        assertThat(givenOut(address, piece))
            .as("offset %d, pieces of %d", at, piece)
            .isEqualTo(Arrays.copyOf(content, sound));
        disk.flip(container(address), start + at, i % 8);
      }
    }
  }

  /** Segments have their places: one in another's is no part of the object. */
  @Test
  void segmentsCannotChangePlaces() throws IOException {
    byte[] content = Homes.bytes(250_000, 15);
    BlobAddress address = Homes.store(vault, study, content);
    int second = BlobHead.BYTES + Segments.SEALED_BYTES;
    int third = second + Segments.SEALED_BYTES;
    byte[] entry =
        Arrays.copyOfRange(
            disk.content(container(address)), (int) address.offset(), (int) address.end());
    byte[] swapped = entry.clone();
    System.arraycopy(entry, second, swapped, third, Segments.SEALED_BYTES);
    System.arraycopy(entry, third, swapped, second, Segments.SEALED_BYTES);
    overwrite(address, swapped);
    assertThat(givenOut(address, 1_000)).isEqualTo(Arrays.copyOf(content, (int) Segments.start(1)));
  }

  /** What a reader gets until the stream says that the object is damaged, as it has to. */
  private byte[] givenOut(BlobAddress address, int piece) {
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    byte[] buffer = new byte[piece];
    assertThatThrownBy(
            () -> {
              try (InputStream in = vault.open(address, study).read()) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                  got.write(buffer, 0, n);
                }
              }
            })
        .isInstanceOf(CorruptBlobException.class);
    return got.toByteArray();
  }

  /** A forger can mend the checksums but not the seals. */
  @Test
  void aForgedHeadDoesNotOpen() throws IOException {
    byte[] content = Homes.bytes(200_000, 10);
    BlobAddress one = Homes.store(vault, study, content);
    StudyKeyId otherStudy = Homes.newStudy(vault);
    BlobAddress two = Homes.store(vault, otherStudy, content);
    assertThat(one.container()).isNotEqualTo(0);
    byte[] a =
        Arrays.copyOfRange(disk.content(container(one)), (int) one.offset(), (int) one.end());
    BlobHead head = BlobHead.decode(Arrays.copyOf(a, BlobHead.BYTES)).orElseThrow();
    byte[] b =
        Arrays.copyOfRange(disk.content(container(two)), (int) two.offset(), (int) two.end());

    // The whole of one object in the other's place.
    overwrite(two, a);
    assertPart(two, otherStudy, Part.IDENTITY);
    // With its id changed to fit.
    BlobHead renamed =
        new BlobHead(
            head.vault(),
            two.object(),
            otherStudy,
            head.wrapped(),
            head.contentLength(),
            head.descriptorLength());
    overwrite(two, renamed.encode());
    assertPart(two, otherStudy, Part.KEY);
    overwrite(two, b);
    vault.open(two, otherStudy).verify();

    // A shorter content length: the last segment isn't the last.
    BlobHead shorter =
        new BlobHead(
            head.vault(),
            head.object(),
            head.keyId(),
            head.wrapped(),
            2 * Segments.SEALED_BYTES,
            head.descriptorLength());
    overwrite(one, shorter.encode());
    BlobAddress cut =
        new BlobAddress(one.object(), 0, one.container(), one.offset(), shorter.entryLength());
    SealedBlob blob = vault.open(cut, study);
    assertThatThrownBy(() -> Homes.readAll(blob.read())).isInstanceOf(CorruptBlobException.class);
    overwrite(one, a);

    // The right object asked for under another study's key.
    assertPart(one, otherStudy, Part.IDENTITY);
    vault.open(one, study).verify();
  }

  private void overwrite(BlobAddress address, byte[] bytes) {
    byte[] all = disk.content(container(address));
    System.arraycopy(bytes, 0, all, (int) address.offset(), bytes.length);
    disk.setContent(container(address), all);
  }

  private void assertPart(BlobAddress address, StudyKeyId under, Part part) {
    Throwable thrown = catchThrowable(() -> vault.open(address, under).verify());
    assertThat(thrown).isInstanceOf(CorruptBlobException.class);
    assertThat(((CorruptBlobException) thrown).part()).isEqualTo(part);
  }

  @Test
  void anotherVaultsObjectIsRefused() throws IOException {
    BlobAddress address = Homes.store(vault, study, new byte[10]);
    byte[] container = disk.content(container(address));
    vault.close();
    for (Path file : disk.files()) {
      disk.delete(file);
    }
    vault = open();
    study = Homes.newStudy(vault);
    BlobAddress own = Homes.store(vault, study, new byte[10]);
    disk.setContent(container(own), container);
    assertPart(address, study, Part.IDENTITY);
  }

  @Test
  void aSealedObjectShowsNoContent() throws IOException {
    byte[] content =
        "DOE^JANE-PLAINTEXT-MARKER"
            .repeat(20_000)
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    PendingBlob blob = vault.begin();
    blob.sink().write(content);
    assertThat(disk.list(HOME.resolve("tmp"))).isNotEmpty(); // It has spilled.
    assertNoMarker();
    blob.sink().close();
    vault.commit(List.of(Homes.request(blob, study)));
    assertNoMarker();
  }

  private void assertNoMarker() {
    for (Path file : disk.files()) {
      String text = new String(disk.content(file), java.nio.charset.StandardCharsets.ISO_8859_1);
      assertThat(text.contains("PLAINTEXT-MARKER")).as("%s", file).isFalse();
      assertThat(text.contains("1.2.3.4.5")).as("%s", file).isFalse();
    }
  }
}
