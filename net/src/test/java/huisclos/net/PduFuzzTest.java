package huisclos.net;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** The PDU decoder under Jazzer: `./dev fuzz`. */
class PduFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void decodes(byte[] bytes) {
    PduMutationTest.consume(bytes);
  }
}
