package huisclos.dicom;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What any bytes may do to the JSON reader and to the character sets: be refused, or be read. */
final class HostileText {
  private static final List<SpecificCharacterSet> SETS =
      List.of(
          SpecificCharacterSet.DEFAULT,
          SpecificCharacterSet.UTF_8,
          SpecificCharacterSet.of(List.of("GB18030")),
          SpecificCharacterSet.of(List.of("GBK")),
          SpecificCharacterSet.of(List.of("ISO_IR 100")),
          SpecificCharacterSet.of(List.of("ISO 2022 IR 13", "ISO 2022 IR 87")),
          SpecificCharacterSet.of(List.of("", "ISO 2022 IR 87", "ISO 2022 IR 159")),
          SpecificCharacterSet.of(List.of("", "ISO 2022 IR 149", "ISO 2022 IR 58")),
          SpecificCharacterSet.of(
              List.of("ISO 2022 IR 100", "ISO 2022 IR 144", "ISO 2022 IR 166", "nonsense")));

  private static final List<Vr> VRS = List.of(Vr.PN, Vr.LO, Vr.LT, Vr.CS);

  private HostileText() {}

  /** What reads as a data set is written so that the same is read again. */
  static void json(byte[] bytes) {
    try {
      DataSet set = DicomJson.read(new ByteArrayInputStream(bytes));
      byte[] written = written(set);
      byte[] again = written(DicomJson.read(new ByteArrayInputStream(written)));
      if (!Arrays.equals(written, again)) {
        throw new AssertionError("what was written reads as something else");
      }
    } catch (IOException e) {
      refused(e);
    }
  }

  private static void refused(IOException e) {
    if (!(e instanceof DicomException) || e.getCause() != null) {
      throw new AssertionError("refused without a rule", e);
    }
  }

  private static byte[] written(DataSet set) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DicomJson.write(set, out, JsonOptions.EVERYTHING);
    return out.toByteArray();
  }

  /** Every set reads it, and what a set can write of it reads the same. */
  static void text(byte[] bytes) {
    for (SpecificCharacterSet set : SETS) {
      for (Vr vr : VRS) {
        String text = set.decode(bytes, vr);
        if (text.length() > bytes.length) {
          throw new AssertionError("more characters than bytes");
        }
        if (!SpecificCharacterSet.UTF_8.canEncode(text, Vr.UT)) {
          throw new AssertionError("what was decoded cannot be written in UTF-8: " + set);
        }
        if (set.canEncode(text, vr) && !set.decode(set.encode(text, vr), vr).equals(text)) {
          throw new AssertionError("written text reads differently: " + set + " " + vr);
        }
        PersonName name = PersonName.parse(text);
        if (!PersonName.parse(name.format()).equals(name)) {
          throw new AssertionError("a formatted name parses differently");
        }
        String normal = NameNormaliser.text(text);
        if (!NameNormaliser.text(normal).equals(normal)) {
          throw new AssertionError("normalised text is not normal");
        }
      }
    }
  }
}
