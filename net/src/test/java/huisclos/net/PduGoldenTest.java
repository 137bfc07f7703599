package huisclos.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.testkit.ScriptedPeer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PDUs byte by byte, both ways. */
class PduGoldenTest {
  /** English header, the PDU, its bytes. */
  record Golden(String header, Pdu pdu, String hex) {
    @Override
    public String toString() {
      return header;
    }
  }

  private static final String TITLES =
      """
      41524348495645202020202020202020  # called AE title ARCHIVE
      44455649434520202020202020202020  # calling AE title DEVICE
      0000000000000000 0000000000000000 0000000000000000 0000000000000000  # reserved
      """;

  private static final String APPLICATION_CONTEXT =
      "10 00 0015 312e322e3834302e31303030382e332e312e312e31  # DICOM application context\n";

  static Stream<Golden> golden() {
    return Stream.of(
        new Golden(
            "A-ASSOCIATE-RQ with one context and the mandatory user items",
            AssociateRq.of(
                "ARCHIVE",
                "DEVICE",
                List.of(new ProposedContext(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2"))),
                List.of(
                    new UserItem.MaximumLength(16384),
                    new UserItem.ImplementationClassUid("1.2.3"))),
            """
            01 00 000000a4  # type, reserved, length
            0001 0000       # protocol version 1
            """
                + TITLES
                + APPLICATION_CONTEXT
                + """
                20 00 002e 01 00 00 00  # presentation context 1
                30 00 0011 312e322e3834302e31303030382e312e31  # verification
                40 00 0011 312e322e3834302e31303030382e312e32  # implicit little endian
                50 00 0011                 # user information
                51 00 0004 00004000        # maximum length 16384
                52 00 0005 312e322e33      # implementation class 1.2.3
                """),
        new Golden(
            "A-ASSOCIATE-RQ with every other user item",
            AssociateRq.of(
                "ARCHIVE",
                "DEVICE",
                List.of(),
                List.of(
                    new UserItem.AsyncOperationsWindow(1, 2),
                    new UserItem.RoleSelection("1.2", true, false),
                    new UserItem.ImplementationVersionName("V1"),
                    new UserItem.ExtendedNegotiation("1.2", bytes(1, 0, 1)),
                    new UserItem.CommonExtendedNegotiation("1.2", "1.3", List.of("1.4", "1.5.6")),
                    new UserItem.UserIdentity(2, true, bytes('u'), bytes('p', 'w')),
                    new UserItem.UserIdentity(5, false, bytes('t'), Bytes.EMPTY),
                    new UserItem.Unknown(0x77, bytes(9)))),
            """
            01 00 000000bf
            0001 0000
            """
                + TITLES
                + APPLICATION_CONTEXT
                + """
                50 00 005e                         # user information
                53 00 0004 0001 0002               # asynchronous operations window
                54 00 0007 0003 312e32 01 00       # role selection: SCU only
                55 00 0002 5631                    # implementation version name
                56 00 0008 0003 312e32 010001      # extended negotiation
                57 00 0018 0003 312e32 0003 312e33 # common extended: SOP class, service class
                   000c 0003 312e34 0005 312e352e36  #   related general SOP classes
                58 00 0009 02 01 0001 75 0002 7077 # user name and passcode, answer wanted
                58 00 0007 05 00 0001 74 0000      # JSON web token
                77 00 0001 09                      # of no known type
                """),
        new Golden(
            "A-ASSOCIATE-AC that takes one context, refuses another and answers the identity",
            new AssociateAc(
                1,
                AssociateRq.of("ARCHIVE", "DEVICE", List.of(), List.of()).titles(),
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                List.of(
                    new AnsweredContext(1, 0, "1.2.840.10008.1.2"),
                    new AnsweredContext(3, 1, "1.2.840.10008.1.2")),
                List.of(new UserItem.MaximumLength(0), new UserItem.UserIdentityAnswer(bytes(7)))),
            """
            02 00 000000aa
            0001 0000
            """
                + TITLES
                + APPLICATION_CONTEXT
                + """
                21 00 0019 01 00 00 00                         # context 1: accepted
                40 00 0011 312e322e3834302e31303030382e312e32
                21 00 0019 03 00 01 00                         # context 3: user rejection
                40 00 0011 312e322e3834302e31303030382e312e32
                50 00 000f
                51 00 0004 00000000     # no maximum length
                59 00 0003 0001 07      # answer to the user identity
                """),
        new Golden(
            "A-ASSOCIATE-RJ, permanent, service-user, no reason",
            new AssociateRj(1, 1, 1),
            "03 00 00000004 00 01 01 01"),
        new Golden(
            "P-DATA-TF of two values",
            new PDataTf(
                List.of(
                    new Pdv(1, true, true, ByteBuffer.wrap(new byte[] {1, 2, 3, 4})),
                    new Pdv(255, false, false, ByteBuffer.wrap(new byte[] {5, 6})))),
            """
            04 00 00000012
            00000006 01 03 01020304  # context 1, command, last
            00000004 ff 00 0506      # context 255, data set, more follow
            """),
        new Golden("A-RELEASE-RQ", new ReleaseRq(), "05 00 00000004 00000000"),
        new Golden("A-RELEASE-RP", new ReleaseRp(), "06 00 00000004 00000000"),
        new Golden(
            "A-ABORT, service-provider, unexpected PDU",
            new Abort(Abort.SERVICE_PROVIDER, Abort.UNEXPECTED_PDU),
            "07 00 00000004 00 00 02 02"));
  }

  private static Bytes bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Bytes.of(bytes);
  }

  private static Pdu read(byte[] bytes) throws IOException {
    return new PduReader(new ByteArrayInputStream(bytes), 16 * 1024).read();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void reads_and_writes(Golden golden) throws IOException {
    byte[] bytes = ScriptedPeer.bytes(golden.hex());
    assertThat(PduWriter.encode(golden.pdu())).asHexString().isEqualTo(hex(bytes));
    assertThat(read(bytes)).isEqualTo(golden.pdu());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void a_pdu_cut_short_anywhere_is_no_pdu(Golden golden) {
    byte[] bytes = ScriptedPeer.bytes(golden.hex());
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(EOFException.class);
    }
  }

  /** English header, the bytes, the abort reason that they deserve. */
  record Broken(String header, int reason, String hex) {
    @Override
    public String toString() {
      return header;
    }
  }

  static Stream<Broken> broken() {
    int invalid = Abort.INVALID_PDU_PARAMETER_VALUE;
    return Stream.of(
        new Broken("of no known type", Abort.UNRECOGNIZED_PDU, "08 00 00000004 00000000"),
        new Broken("an HTTP request", Abort.UNRECOGNIZED_PDU, "474554202f20485454502f312e31"),
        new Broken("P-DATA-TF of 4 GiB", invalid, "04 00 ffffffff"),
        new Broken("P-DATA-TF beyond our maximum", invalid, "04 00 00004007"),
        new Broken("A-ASSOCIATE-RQ beyond its limit", invalid, "01 00 00050001"),
        new Broken("A-RELEASE-RQ of five bytes", invalid, "05 00 00000005 0000000000"),
        new Broken("P-DATA-TF without a value", invalid, "04 00 00000000"),
        new Broken("value longer than its PDU", invalid, "04 00 00000006 00000003 01 03"),
        new Broken("value without a header", invalid, "04 00 00000006 00000001 01 03"),
        new Broken("value of 4 GiB", invalid, "04 00 00000006 ffffffff 01 03"),
        new Broken("even presentation context", invalid, "04 00 00000008 00000004 02 03 0000"),
        new Broken("A-ASSOCIATE-RQ without its fixed part", invalid, "01 00 00000002 0001"),
        new Broken(
            "item longer than its PDU",
            invalid,
            "01 00 00000048 0001 0000" + TITLES + "10 00 0001"),
        new Broken(
            "context without an abstract syntax",
            invalid,
            "01 00 0000004c 0001 0000" + TITLES + "20 00 0004 01 00 00 00"),
        new Broken(
            "one context id twice",
            invalid,
            "01 00 00000060 0001 0000"
                + TITLES
                + "20 00 000a 01 00 00 00 30 00 0002 312e"
                + "20 00 000a 01 00 00 00 30 00 0002 312e"),
        new Broken(
            "UID of 66 bytes",
            invalid,
            "01 00 0000008a 0001 0000" + TITLES + "10 00 0042" + "31".repeat(66)),
        new Broken(
            "maximum length of three bytes",
            invalid,
            "01 00 0000004f 0001 0000" + TITLES + "50 00 0007 51 00 0003 000000"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void what_is_broken_is_told_apart(Broken broken) {
    assertThatThrownBy(() -> read(ScriptedPeer.bytes(broken.hex())))
        .isInstanceOfSatisfying(
            PduException.class, e -> assertThat(e.reason()).isEqualTo(broken.reason()));
  }

  @Test
  void unknown_items_and_padding_are_tolerated() throws IOException {
    byte[] bytes =
        ScriptedPeer.bytes(
            "01 00 0000006d 0001 0000"
                + TITLES
                + """
                99 00 0003 010203                  # item of no known type
                20 00 0012 01 00 00 00
                   30 00 0004 312e3200             # UID padded with NUL
                   aa 00 0002 0000                 # sub-item of no known type
                10 00 0006 312e32202020            # UID padded with spaces
                """);
    AssociateRq request = (AssociateRq) read(bytes(bytes));
    assertThat(request.applicationContext()).isEqualTo("1.2");
    assertThat(request.contexts()).containsExactly(new ProposedContext(1, "1.2", List.of()));
  }

  /** Puts the PDU's true length in place. */
  private static byte[] bytes(byte[] pdu) {
    ByteBuffer.wrap(pdu).putInt(2, pdu.length - 6);
    return pdu;
  }

  @Test
  void titles_that_are_none_match_none() throws IOException {
    byte[] bytes = PduWriter.encode(AssociateRq.of("ARCHIVE", "DEVICE", List.of(), List.of()));
    bytes[10] = '\\';
    bytes[26] = (byte) 0xE9;
    AssociateRq request = (AssociateRq) read(bytes);
    assertThat(request.calledAet()).isEqualTo("\uFFFDRCHIVE");
    assertThat(request.callingAet()).isEqualTo("\uFFFDEVICE");
    assertThatThrownBy(() -> AssociateRq.of("", "DEVICE", List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AssociateRq.of("SEVENTEEN LETTERS", "D", List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void too_many_of_anything_is_refused() {
    AssociateRq items =
        AssociateRq.of(
            "A",
            "B",
            List.of(),
            Collections.nCopies(1025, new UserItem.AsyncOperationsWindow(1, 1)));
    AssociateRq syntaxes =
        AssociateRq.of(
            "A",
            "B",
            List.of(new ProposedContext(1, "1.2", Collections.nCopies(129, "1.2.3"))),
            List.of());
    AssociateRq related =
        AssociateRq.of(
            "A",
            "B",
            List.of(),
            List.of(
                new UserItem.CommonExtendedNegotiation(
                    "1.2", "1.3", Collections.nCopies(257, "1.4"))));
    for (Pdu pdu : List.of(items, syntaxes, related)) {
      assertThatThrownBy(() -> read(PduWriter.encode(pdu)))
          .isInstanceOf(PduException.class)
          .hasMessageContaining("too many");
    }
    byte[] values = new byte[6 + 8193 * 6];
    values[0] = 4;
    for (int i = 6; i < values.length; i += 6) {
      values[i + 3] = 2;
      values[i + 4] = 1;
    }
    assertThatThrownBy(() -> new PduReader(new ByteArrayInputStream(bytes(values)), 1 << 20).read())
        .isInstanceOf(PduException.class)
        .hasMessageContaining("too many");
  }
}
