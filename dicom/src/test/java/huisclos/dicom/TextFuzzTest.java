package huisclos.dicom;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Coverage-guided fuzzing of text; without JAZZER_FUZZ=1 it replays the inputs it has. */
class TextFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void json(byte[] bytes) {
    HostileText.json(bytes);
  }

  @FuzzTest(maxDuration = "20s")
  void characterSets(byte[] bytes) {
    HostileText.text(bytes);
  }
}
