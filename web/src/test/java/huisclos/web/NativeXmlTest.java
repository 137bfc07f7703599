package huisclos.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.dicom.BulkElement;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.DicomJson;
import huisclos.dicom.JsonOptions;
import huisclos.dicom.Limits;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.dicom.Vr;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The native DICOM model in XML, there and back, and documents that are none. */
class NativeXmlTest {
  @Test
  void whatIsWrittenIsRead() throws IOException {
    DataSet set = new DataSet();
    set.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    set.putString(Tag.SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE);
    set.putString(Tag.PATIENT_NAME, "Müller^Jürgen^^Dr.=山田^太郎=やまだ");
    set.putString(Tag.OTHER_PATIENT_NAMES, "A^B", "", "<script>&^\"C\"");
    set.putString(Tag.IMAGE_TYPE, "ORIGINAL", "", "PRIMARY");
    set.putString(Tag.PATIENT_COMMENTS, "a\\b ]]> <x/>\r\n  c");
    set.putString(Tag.SLICE_LOCATION, "-1.50");
    set.putInt(Tag.ROWS, 65535);
    set.putInt(Tag.FRAME_INCREMENT_POINTER, Tag.FRAME_TIME);
    set.putEmpty(Tag.STUDY_ID);
    set.putEmpty(Tag.REQUEST_ATTRIBUTES_SEQUENCE);
    DataSet code = new DataSet();
    code.putString(Tag.CODE_VALUE, "T-1");
    set.putItems(Tag.PROCEDURE_CODE_SEQUENCE, List.of(code, new DataSet()));
    set.putString(0x00090010, Vr.LO, "ACME 1");
    set.putString(0x00091001, Vr.LO, "private");
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, new byte[] {1, 2, 3, 4});
    assertThat(bytes(read(written(set)))).isEqualTo(bytes(set));
  }

  /** Both models say the same of one data set. */
  @Test
  void itReadsAsTheJsonModelDoes() throws IOException {
    DataSet set = new DataSet();
    set.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 100");
    set.putString(Tag.PATIENT_NAME, "Müller^Zoë");
    set.putString(Tag.PATIENT_WEIGHT, "70.5");
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    DicomJson.write(set, json, JsonOptions.EVERYTHING);
    assertThat(bytes(read(written(set))))
        .isEqualTo(bytes(DicomJson.read(new ByteArrayInputStream(json.toByteArray()))));
  }

  @Test
  void aValueElsewhereKeepsItsUri() throws IOException {
    DataSet set = new DataSet();
    set.put(BulkElement.elsewhere(Tag.PIXEL_DATA, Vr.OW, "bulk/1"));
    assertThat(read(written(set)).get(Tag.PIXEL_DATA))
        .contains(BulkElement.elsewhere(Tag.PIXEL_DATA, Vr.OW, "bulk/1"));
  }

  @Test
  void aPrivateAttributeGetsTheBlockOfItsCreator() throws IOException {
    DataSet set =
        read(
            document(
                "<DicomAttribute tag=\"00090001\" vr=\"LO\" privateCreator=\"ACME\">"
                    + "<Value number=\"1\">x</Value></DicomAttribute>"));
    assertThat(set.string(0x00090010)).contains("ACME");
    assertThat(set.string(0x00091001)).contains("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<a/>",
        "<NativeDicomModel>",
        "<NativeDicomModel>text</NativeDicomModel>",
        "<NativeDicomModel><Value/></NativeDicomModel>",
        "<NativeDicomModel><DicomAttribute tag=\"1\" vr=\"LO\"/></NativeDicomModel>",
        "<NativeDicomModel><DicomAttribute tag=\"00100010\" vr=\"XX\"/></NativeDicomModel>",
        "<NativeDicomModel><DicomAttribute tag=\"00280010\" vr=\"US\"><Value number=\"1\">-1"
            + "</Value></DicomAttribute></NativeDicomModel>",
        "<NativeDicomModel><DicomAttribute tag=\"00100020\" vr=\"LO\"/><DicomAttribute"
            + " tag=\"00100020\" vr=\"LO\"/></NativeDicomModel>",
        "<!DOCTYPE x><NativeDicomModel/>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><NativeDicomModel>"
            + "<DicomAttribute tag=\"00100020\" vr=\"LO\"><Value number=\"1\">&e;</Value>"
            + "</DicomAttribute></NativeDicomModel>",
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;\">]>"
            + "<NativeDicomModel>&b;</NativeDicomModel>",
        "<NativeDicomModel><DicomAttribute tag=\"00100020\" vr=\"LO\"><Value number=\"1\">&e;"
            + "</Value></DicomAttribute></NativeDicomModel>"
      })
  void whatIsNotOfTheModelIsRefused(String document) {
    assertThatThrownBy(() -> read(document.getBytes(UTF_8))).isInstanceOf(ModelException.class);
  }

  @Test
  void depthIsBounded() {
    String open =
        "<DicomAttribute tag=\"00081032\" vr=\"SQ\"><Item number=\"1\">"
            .repeat(Limits.MAX_DEPTH + 1);
    String close = "</Item></DicomAttribute>".repeat(Limits.MAX_DEPTH + 1);
    assertThatThrownBy(() -> read(document(open + close))).isInstanceOf(ModelException.class);
  }

  private static byte[] document(String content) {
    return ("<NativeDicomModel>" + content + "</NativeDicomModel>").getBytes(UTF_8);
  }

  private static byte[] written(DataSet set) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NativeXml.write(set, out);
    return out.toByteArray();
  }

  private static DataSet read(byte[] document) throws IOException {
    return NativeXml.read(new ByteArrayInputStream(document));
  }

  private static byte[] bytes(DataSet set) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataSetWriter.write(set, out, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return out.toByteArray();
  }
}
