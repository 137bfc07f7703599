package huisclos.trail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import huisclos.trail.internal.CheckpointKey;
import huisclos.trail.internal.LogFolder;
import huisclos.trail.internal.MerkleHash;
import huisclos.trail.internal.Note;
import huisclos.trail.internal.VerifierKey;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoteTest {
  private static final LogFolder FOLDER =
      new LogFolder(Path.of("/trail/000102030405060708090a0b0c0d0e0f"));

  /** A public example of the format: the verifier key and a note of the Go checksum database. */
  private static final String GO_KEY =
      "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8\n";

  @Test
  void readsTheVerifierKeyOfAnotherImplementation() {
    assertThat(VerifierKey.parse(GO_KEY.getBytes(UTF_8)).map(VerifierKey::text)).contains(GO_KEY);
    assertThat(VerifierKey.parse(GO_KEY.replace("033de0ae", "033de0af").getBytes(UTF_8))).isEmpty();
  }

  @Test
  void aSignedNoteSaysWhatWasSigned() {
    CheckpointKey key = CheckpointKey.generate(FOLDER);
    Checkpoint signed = Note.sign(key.verifier(), key.secret(), 70_000, MerkleHash.empty());

    assertThat(signed.note())
        .startsWith(
            """
            trail/000102030405060708090a0b0c0d0e0f
            70000
            47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

            \u2014 trail/000102030405060708090a0b0c0d0e0f \
            """);
    assertThat(Note.verify(Note.bytes(signed), key.verifier())).contains(signed);
    assertThat(Note.verify(Note.bytes(signed), CheckpointKey.generate(FOLDER).verifier()))
        .isEmpty();
  }

  @Test
  void aWitnessMayAddItsLine() {
    CheckpointKey key = CheckpointKey.generate(FOLDER);
    Checkpoint signed = Note.sign(key.verifier(), key.secret(), 1, MerkleHash.empty());
    String cosigned = signed.note() + "\u2014 witness.example/w AAAAAQID\n";

    assertThat(Note.verify(cosigned.getBytes(UTF_8), key.verifier()).map(Checkpoint::size))
        .contains(1L);
  }

  @Test
  void everyFlippedBitIsFound() {
    CheckpointKey key = CheckpointKey.generate(FOLDER);
    byte[] note = Note.bytes(Note.sign(key.verifier(), key.secret(), 12_345, MerkleHash.empty()));
    byte[] vkey = key.verifier().text().getBytes(UTF_8);
    for (int bit = 0; bit < note.length * 8; bit++) {
      byte[] flipped = note.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(Note.verify(flipped, key.verifier())).isEmpty();
    }
    for (int bit = 0; bit < vkey.length * 8; bit++) {
      byte[] flipped = vkey.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Optional<VerifierKey> parsed = VerifierKey.parse(flipped);
      assertThat(parsed.flatMap(other -> Note.verify(note, other))).isEmpty();
    }
    for (int length = 0; length < note.length; length++) {
      assertThat(Note.verify(java.util.Arrays.copyOf(note, length), key.verifier())).isEmpty();
    }
  }

  @Test
  void tilePathsAreThoseOfC2sp() {
    assertThat(FOLDER.root().relativize(FOLDER.tile(0, 1_234_067, 256)))
        .hasToString("tile/0/x001/x234/067");
    assertThat(FOLDER.root().relativize(FOLDER.tile(2, 273, 112))).hasToString("tile/2/273.p/112");
    assertThat(FOLDER.root().relativize(FOLDER.bundle(1_000, 256)))
        .hasToString("tile/entries/x001/000");
    assertThat(FOLDER.root().relativize(FOLDER.bundle(0, 1))).hasToString("tile/entries/000.p/1");
  }
}
