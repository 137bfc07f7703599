package huisclos.dicom;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Coverage-guided fuzzing of the parser; without JAZZER_FUZZ=1 it replays the inputs it has. */
class DataSetFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void file(byte[] bytes) {
    HostileInput.file(bytes);
  }

  @FuzzTest(maxDuration = "20s")
  void explicitDataSet(byte[] bytes) {
    HostileInput.dataSet(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  @FuzzTest(maxDuration = "20s")
  void implicitDataSet(byte[] bytes) {
    HostileInput.dataSet(bytes, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
  }

  @FuzzTest(maxDuration = "20s")
  void bigEndianDataSet(byte[] bytes) {
    HostileInput.dataSet(bytes, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
  }
}
