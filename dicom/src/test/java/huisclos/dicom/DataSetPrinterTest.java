package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataSetPrinterTest {
  private static String print(InputStream in, boolean seekable) throws IOException {
    StringWriter out = new StringWriter();
    DataSetPrinter.print(Part10.open(in, seekable), out);
    return out.toString();
  }

  private static String print(DataSet set) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataSetWriter.write(set, file, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return print(new ByteArrayInputStream(file.toByteArray()), false);
  }

  @Test
  void printsAsDcmdumpDoes() throws Exception {
    DataSet item = new DataSet();
    item.putString(Tag.REFERENCED_SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE);
    DataSet set = new DataSet();
    set.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    set.putString(Tag.IMAGE_TYPE, "ORIGINAL", "PRIMARY");
    set.putItems(Tag.REFERENCED_IMAGE_SEQUENCE, List.of(item));
    set.putBytes(0x00091001, Vr.UN, new byte[] {1, 2});
    set.putString(Tag.PATIENT_NAME, "Doe^Zoë");
    set.putEmpty(Tag.PATIENT_BIRTH_DATE);
    set.putInt(Tag.FRAME_INCREMENT_POINTER, Tag.FRAME_TIME);
    set.putInt(Tag.ROWS, 512);
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, Bytes.of("01 02 03 04"));
    assertThat(print(set))
        .isEqualTo(
            """
            # Dicom-Data-Set
            # Used TransferSyntax: Explicit VR Little Endian
            (0008,0005) CS [ISO_IR 192]                             #  10, 1 SpecificCharacterSet
            (0008,0008) CS [ORIGINAL\\PRIMARY]                       #  16, 2 ImageType
            (0008,1140) SQ (Sequence with explicit length)          #  42, 1 ReferencedImageSequence
              (fffe,e000) na (Item with explicit length)              #  34, 1 Item
                (0008,1150) UI =CTImageStorage                          #  26, 1 ReferencedSOPClassUID
              (fffe,e00d) na (ItemDelimitationItem)                   #   0, 0 ItemDelimitationItem
            (fffe,e0dd) na (SequenceDelimitationItem)               #   0, 0 SequenceDelimitationItem
            (0009,1001) UN 01\\02                                    #   2, 1 Unknown Tag & Data
            (0010,0010) PN [Doe^Zoë]                                #   8, 1 PatientName
            (0010,0030) DA (no value available)                     #   0, 0 PatientBirthDate
            (0028,0009) AT (0018,1063)                              #   4, 1 FrameIncrementPointer
            (0028,0010) US 512                                      #   2, 1 Rows
            (7fe0,0010) OW 0201\\0403                                #   4, 1 PixelData
            """);
  }

  @Test
  void neitherSteersATerminalNorForgesALine() throws Exception {
    DataSet set = new DataSet();
    set.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    set.putString(Tag.PATIENT_NAME, "A\r\n(0010,0020) LO [forged]\u001b[31m");
    set.putString(Tag.PATIENT_COMMENTS, "\u202Eabc\u2028\u0085\u007f\uDB40\uDC41");
    String text = print(set);
    assertThat(text.lines()).hasSize(5);
    assertThat(text)
        .contains("[A<U+000D><U+000A>(0010,0020) LO [forged]<U+001B>[31m]")
        .contains("<U+202E>abc<U+2028><U+0085><U+007F><U+E0041>");
  }

  @Test
  void cutsLongValuesShort() throws Exception {
    DataSet set = new DataSet();
    set.putString(Tag.PATIENT_COMMENTS, "x".repeat(1000));
    set.putBytes(Tag.PIXEL_DATA, Vr.OB, new byte[1000]);
    assertThat(print(set).lines().filter(line -> line.startsWith("(")))
        .allMatch(line -> line.length() < 120 && line.contains("..."));
  }

  @Test
  void printsWhatComesBeforeADamagedPlace() {
    StringWriter out = new StringWriter();
    byte[] bytes = Bytes.of("08 00 60 00 'CS' 02 00 'CT' 10 00 20 00 'LO' 10 00 'I'");
    Broken.by(
        Rule.TRUNCATED,
        () -> DataSetPrinter.print(Part10.open(new ByteArrayInputStream(bytes)), out));
    assertThat(out.toString()).contains("[CT]");
  }

  /** Five gigabytes: four frames in fragments, then one long value. */
  @Test
  void printsAFileOfSeveralGigabytesInLittleMemory() throws Exception {
    byte[] head = Bytes.of("E0 7F 10 00 'OB' 00 00 FF FF FF FF FE FF 00 E0 00 00 00 00");
    byte[] fragment = Bytes.of("FE FF 00 E0 00 00 00 40");
    byte[] tail = Bytes.of("FE FF DD E0 00 00 00 00 FC FF FC FF 'OB' 00 00 00 00 00 40");
    long gigabyte = 1L << 30;
    InputStream in = new Prefixed(tail, new Repeating(new byte[1], gigabyte));
    for (int i = 0; i < 4; i++) {
      in = new Joined(new Prefixed(fragment, new Repeating(new byte[1], gigabyte)), in);
    }
    String text = print(new Prefixed(head, in), true);
    assertThat(text.lines().filter(line -> line.contains(" pi "))).hasSize(5);
    assertThat(text).contains("# 1073741824, 1 DataSetTrailingPadding");
  }

  @Test
  void noticesThatASeekableSourceEndsEarly() {
    byte[] head = Bytes.of("E0 7F 10 00 'OB' 00 00 00 00 00 40");
    InputStream beyond =
        new InputStream() {
          @Override
          public int read() {
            return -1;
          }

          @Override
          public long skip(long count) {
            return count; // as a file does beyond its end
          }
        };
    Broken.by(Rule.TRUNCATED, () -> print(new Prefixed(head, beyond), true));
  }
}
