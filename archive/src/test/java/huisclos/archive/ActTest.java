package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.vault.BlobAddress;
import huisclos.vault.ObjectId;
import huisclos.vault.PatientKeyId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActTest {
  private static final BlobAddress SOMEWHERE =
      new BlobAddress(ObjectId.of(new byte[16]), BlobAddress.BLOBS, 1, 0, 100);

  static List<Act> acts() {
    DataSet values = Overlay.utf8();
    values.putString(Tag.PATIENT_NAME, "Ångström^Åsa=山田^太郎");
    values.putEmpty(Tag.PATIENT_SEX);
    Overlay overlay =
        new Overlay(
            values, List.of(Tag.PATIENT_COMMENTS), List.of("ISO 2022 IR 6", "ISO 2022 IR 87"));
    PatientName one = new PatientName(PatientKeyId.of(new byte[16]), "00ff");
    PatientName other =
        new PatientName(
            PatientKeyId.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}),
            "");
    Scope scope = new Scope("1.2", "1.2.3", "1.2.3.4");
    return List.of(
        new Correct(scope, overlay, true),
        new Correct(Scope.study("1.2"), Overlay.of(Overlay.utf8(), List.of()), false),
        new Undo("00112233445566778899aabbccddeeff", List.of("1.2", "1.3")),
        new PatientMove("1.2", one, other, overlay, true),
        new PatientMerge(other, one, List.of("1.2", "1.3", "1.4"), overlay),
        new ConflictKeep(scope, overlay),
        new QuarantineDecision(true, scope, "aa", "bb"),
        new QuarantineDecision(false, scope, "aa", ""));
  }

  @ParameterizedTest
  @MethodSource("acts")
  void anActComesOutOfTheVaultAsItWentIn(Act act) throws IOException {
    Instant time = Instant.parse("2026-01-02T03:04:05.678Z");
    byte[] bytes = ActEntry.encode(time, "keeper", "because\\of = the ß", act);
    ActEntry read = ActEntry.decode(SOMEWHERE, bytes);
    assertThat(read.time()).isEqualTo(time);
    assertThat(read.actor()).isEqualTo("keeper");
    assertThat(read.reason()).isEqualTo("because\\of = the ß");
    assertThat(read.act().kind()).isEqualTo(act.kind());
    assertThat(read.act().studies()).isEqualTo(act.studies());
    assertThat(ActEntry.encode(time, "keeper", "because\\of = the ß", read.act())).isEqualTo(bytes);
    assertThat(read.toString()).doesNotContain("ß");
  }

  @ParameterizedTest
  @MethodSource("acts")
  void anActOfALaterVersionIsNotGuessedAt(Act act) throws IOException {
    byte[] bytes = ActEntry.encode(Instant.EPOCH, "", "", act);
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] other =
        text.replace(act.kind(), "x".repeat(act.kind().length()))
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> ActEntry.decode(SOMEWHERE, other))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("later version");
  }
}
