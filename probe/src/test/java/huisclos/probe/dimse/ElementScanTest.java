package huisclos.probe.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Vr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a data set is cut, the same few values come out. */
class ElementScanTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void valuesComeOutHoweverTheDataSetIsCut(boolean explicit) throws IOException {
    DataSet set = new DataSet();
    set.putString(Tag.STUDY_DATE, "20240229");
    set.putString(Tag.PATIENT_NAME, "SOMEBODY^ELSE");
    set.putBytes(0x00091010, Vr.OB, new byte[3000]);
    DataSet item = new DataSet();
    item.putString(Tag.STUDY_DATE, "19990101");
    set.putItems(0x00081110, List.of(item));
    set.putEmpty(Tag.ACCESSION_NUMBER);
    set.putString(Tag.NUMBER_OF_STUDY_RELATED_INSTANCES, "123");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataSetWriter.write(
        set,
        out,
        explicit
            ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN
            : TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    byte[] bytes = out.toByteArray();
    Random random = new Random(20261122);
    for (int round = 0; round < 200; round++) {
      List<String> seen = new ArrayList<>();
      ElementScan scan = new ElementScan(new Collecting(seen));
      scan.begin(explicit);
      for (int at = 0; at < bytes.length; ) {
        int step = Math.min(bytes.length - at, 1 + random.nextInt(round < 100 ? 9 : 900));
        scan.feed(ByteBuffer.wrap(bytes, at, step));
        at += step;
      }
      assertThat(seen).containsExactly("20240229", "123 ");
    }
  }

  private record Collecting(List<String> seen) implements ElementScan.Values {
    @Override
    public boolean wants(int tag) {
      return tag == Tag.STUDY_DATE || tag == Tag.NUMBER_OF_STUDY_RELATED_INSTANCES;
    }

    @Override
    public void value(int tag, byte[] bytes, int length) {
      seen.add(new String(bytes, 0, length, StandardCharsets.US_ASCII));
    }
  }
}
