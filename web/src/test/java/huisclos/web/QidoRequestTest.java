package huisclos.web;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the parameters of a search say. */
class QidoRequestTest {
  @Test
  void keysAreThoseOfAnIdentifier() {
    QidoRequest request =
        parsed(
            "PatientName", "MÜLLER*",
            "00100020", "P1\\P2",
            "StudyInstanceUID", "1.2,1.3",
            "ModalitiesInStudy", "CT,MR",
            "Rows", "512",
            "RequestAttributesSequence.ScheduledProcedureStepID", "S1",
            "00400275.RequestedProcedureID", "R1",
            "includefield", "StudyDescription,00081032.00080100",
            "includefield", "all",
            "fuzzymatching", "true",
            "emptyvaluematching", "true",
            "multiplevaluematching", "false",
            "limit", "0",
            "offset", "20",
            "accept", "application/dicom+json");
    DataSet keys = request.keys();
    assertThat(keys.strings(Tag.PATIENT_NAME)).containsExactly("MÜLLER*");
    assertThat(keys.strings(Tag.PATIENT_ID)).containsExactly("P1", "P2");
    assertThat(keys.strings(Tag.STUDY_INSTANCE_UID)).containsExactly("1.2", "1.3");
    assertThat(keys.strings(Tag.MODALITIES_IN_STUDY)).containsExactly("CT", "MR");
    assertThat(keys.integer(Tag.ROWS)).hasValue(512);
    DataSet item = keys.items(Tag.REQUEST_ATTRIBUTES_SEQUENCE).getFirst();
    assertThat(item.strings(Tag.SCHEDULED_PROCEDURE_STEP_ID)).containsExactly("S1");
    assertThat(item.strings(Tag.REQUESTED_PROCEDURE_ID)).containsExactly("R1");
    assertThat(request.include())
        .containsExactly(
            new AttributePath(List.of(Tag.STUDY_DESCRIPTION)),
            new AttributePath(List.of(Tag.PROCEDURE_CODE_SEQUENCE, Tag.CODE_VALUE)));
    assertThat(request.everything()).isTrue();
    assertThat(request.fuzzy()).isTrue();
    assertThat(request.limit()).hasValue(0);
    assertThat(request.offset()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({
    "NoSuchKeyword,x",
    "PatientName.PatientID,x",
    "0010001,x",
    "00020010,1.2",
    "limit,-1",
    "limit,many",
    "limit,99999999999",
    "offset,1.5",
    "fuzzymatching,yes",
    "emptyvaluematching,yes",
    "multiplevaluematching,1",
    "includefield,NoSuchKeyword",
    "Rows,wide",
    "Rows,65536",
    "RequestAttributesSequence,x",
    "PixelData,x"
  })
  void whatIsNoParameterIsNamed(String name, String value) {
    assertThat(QidoRequest.parse(List.of(Map.entry(name, value))))
        .isInstanceOf(QidoRequest.Parse.Refused.class);
  }

  @Test
  void anAttributeIsAskedForOnce() {
    assertThat(QidoRequest.parse(List.of(Map.entry("PatientID", "1"), Map.entry("00100020", "2"))))
        .isInstanceOf(QidoRequest.Parse.Refused.class);
    // What an attacker writes into a name doesn't come back in the answer.
    assertThat(QidoRequest.parse(List.of(Map.entry("<script>", "1"))))
        .isEqualTo(new QidoRequest.Parse.Refused("", "no attribute"));
  }

  private static QidoRequest parsed(String... namesAndValues) {
    List<Map.Entry<String, String>> query = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      query.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
    }
    if (QidoRequest.parse(query) instanceof QidoRequest.Parse.Parsed(QidoRequest request)) {
      return request;
    }
    throw new AssertionError("no search");
  }
}
