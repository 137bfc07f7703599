package huisclos.dicom;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DicomJsonTest {
  private static final int FREE_TEXT = Tag.PATIENT_COMMENTS;

  private static String json(DataSet set) throws IOException {
    return json(set, JsonOptions.EVERYTHING);
  }

  private static String json(DataSet set, JsonOptions options) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DicomJson.write(set, out, options);
    return out.toString(UTF_8);
  }

  private static DataSet read(String json) throws IOException {
    return DicomJson.read(new ByteArrayInputStream(json.getBytes(UTF_8)));
  }

  private static DataSet of(Element... elements) {
    DataSet set = new DataSet();
    for (Element element : elements) {
      set.put(element);
    }
    return set;
  }

  private static Element value(int tag, Vr vr, String latin1) {
    return new ValueElement(tag, vr, latin1.getBytes(ISO_8859_1));
  }

  private static Element hex(int tag, Vr vr, String digits) {
    return new ValueElement(tag, vr, HexFormat.of().parseHex(digits.replace(" ", "")));
  }

  /** Stored value, in little endian order, and what the JSON model makes of it. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AE|53544f524520|{"vr":"AE","Value":["STORE"]}
          AS|30343559|{"vr":"AS","Value":["045Y"]}
          AT|1000 2000 2800 1000|{"vr":"AT","Value":["00100020","00280010"]}
          CS|415c 5c42|{"vr":"CS","Value":["A",null,"B"]}
          DA|3230323631313232|{"vr":"DA","Value":["20261122"]}
          DS|20312e35305c2b302e355c2e355c2d2e3520|{"vr":"DS","Value":[1.50,0.5,0.5,-0.5]}
          DS|3030375c315c61315c3165393939|{"vr":"DS","Value":[7,1,"a1","1e999"]}
          DS|352e5c2e5c315f305c4e614e|{"vr":"DS","Value":[5,".","1_0","NaN"]}
          DT|3230323631313232313033302b30313030|{"vr":"DT","Value":["202611221030+0100"]}
          FL|0000803f 0000c07f 0000807f 000080ff|{"vr":"FL","Value":[1.0,"NaN","Infinity","-Infinity"]}
          FD|182d4454fb210940|{"vr":"FD","Value":[3.141592653589793]}
          IS|2d30375c2b385c32313437343833363438|{"vr":"IS","Value":[-7,8,2147483648]}
          LO|6120625c6320|{"vr":"LO","Value":["a b","c"]}
          LT|20615c62202020|{"vr":"LT","Value":[" a\\\\b"]}
          OB|000102ff|{"vr":"OB","InlineBinary":"AAEC/w=="}
          OD|182d4454fb210940|{"vr":"OD","InlineBinary":"GC1EVPshCUA="}
          OF|0000803f|{"vr":"OF","InlineBinary":"AACAPw=="}
          OL|01000000|{"vr":"OL","InlineBinary":"AQAAAA=="}
          OV|0100000000000000|{"vr":"OV","InlineBinary":"AQAAAAAAAAA="}
          OW|0102|{"vr":"OW","InlineBinary":"AQI="}
          PN|446f655e4a616e653d3d646f205c5c3d|{"vr":"PN","Value":[{"Alphabetic":"Doe^Jane","Phonetic":"do"},null,null]}
          SH|6120|{"vr":"SH","Value":["a"]}
          SL|ffffffff 00000080|{"vr":"SL","Value":[-1,-2147483648]}
          SS|ffff 0080|{"vr":"SS","Value":[-1,-32768]}
          ST|0d0a|{"vr":"ST","Value":["\\r\\n"]}
          SV|ffffffffffffffff 0000000000000080|{"vr":"SV","Value":[-1,"-9223372036854775808"]}
          TM|31303330|{"vr":"TM","Value":["1030"]}
          UC|615c62|{"vr":"UC","Value":["a","b"]}
          UI|312e32005c312e3300|{"vr":"UI","Value":["1.2","1.3"]}
          UL|ffffffff|{"vr":"UL","Value":[4294967295]}
          UN|0001|{"vr":"UN","InlineBinary":"AAE="}
          UR|687474703a2f2f782f5c|{"vr":"UR","Value":["http://x/\\\\"]}
          US|ffff 0100|{"vr":"US","Value":[65535,1]}
          UL|ffffffff 0100|{"vr":"UN","InlineBinary":"/////wEA"}
          UT|615c62|{"vr":"UT","Value":["a\\\\b"]}
          UV|ffffffffffffffff ffffffffffff1f00|{"vr":"UV","Value":["18446744073709551615",9007199254740991]}
          LO|2020|{"vr":"LO"}
          FL||{"vr":"FL"}
          OB||{"vr":"OB"}
          """)
  void everyVrHasItsForm(String vr, String digits, String expected) throws IOException {
    DataSet set = of(hex(0x00091001, Vr.valueOf(vr), digits == null ? "" : digits));

    String json = json(set);

    assertThat(json).isEqualTo("{\"00091001\":" + expected + "}");
    assertThat(json(read(json))).isEqualTo(json);
  }

  @Test
  void sequencesNestAndTheirItemsMayBeEmpty() throws IOException {
    DataSet item = of(value(Tag.PATIENT_ID, Vr.LO, "1"));
    DataSet set =
        of(
            new SequenceElement(Tag.OTHER_PATIENT_IDS_SEQUENCE, List.of(item, new DataSet())),
            new SequenceElement(Tag.REFERENCED_STUDY_SEQUENCE, List.of()));

    String json = json(set);

    assertThat(json)
        .isEqualTo(
            "{\"00081110\":{\"vr\":\"SQ\"},\"00101002\":{\"vr\":\"SQ\",\"Value\":"
                + "[{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"1\"]}},{}]}}");
    assertThat(json(read(json))).isEqualTo(json);
    assertThat(read(json).items(Tag.OTHER_PATIENT_IDS_SEQUENCE)).hasSize(2);
  }

  @Test
  void textIsUtf8WhateverItWas() throws IOException {
    DataSet item =
        of(
            value(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 144"),
            value(Tag.PATIENT_ID, Vr.LO, "\u00d0 "));
    DataSet set =
        of(
            value(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 100"),
            value(Tag.PATIENT_NAME, Vr.PN, "Zo\u00eb^"),
            new SequenceElement(Tag.OTHER_PATIENT_IDS_SEQUENCE, List.of(item)));

    String json = json(set);

    String utf8 = "\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 192\"]},";
    assertThat(json)
        .isEqualTo(
            "{"
                + utf8
                + "\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"Zoë^\"}]},"
                + "\"00101002\":{\"vr\":\"SQ\",\"Value\":[{"
                + utf8
                + "\"00100020\":{\"vr\":\"LO\",\"Value\":[\"а\"]}}]}}");
    DataSet back = read(json);
    assertThat(back.strings(Tag.PATIENT_NAME)).containsExactly("Zoë^");
    assertThat(back.items(Tag.OTHER_PATIENT_IDS_SEQUENCE).getFirst().string(Tag.PATIENT_ID))
        .contains("а");
  }

  @Test
  void textWithoutADeclarationGetsOneOnReading() throws IOException {
    DataSet nested =
        read(
            "{\"00101002\":{\"vr\":\"SQ\",\"Value\":[{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"é\"]}}]}}");

    assertThat(nested.strings(Tag.SPECIFIC_CHARACTER_SET)).containsExactly("ISO_IR 192");
    assertThat(nested.items(Tag.OTHER_PATIENT_IDS_SEQUENCE).getFirst().string(Tag.PATIENT_ID))
        .contains("é");
    assertThat(read("{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"e\"]}}").tags())
        .containsExactly(Tag.PATIENT_ID);
    assertThat(
            read("{\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 100\"]}}")
                .strings(Tag.SPECIFIC_CHARACTER_SET))
        .containsExactly("ISO_IR 192");
  }

  @Test
  void leavesOutGroup2GroupLengthsAndValuesAboveTheLimit() throws IOException {
    DataSet set =
        of(
            value(Tag.TRANSFER_SYNTAX_UID, Vr.UI, "1.2"),
            hex(0x00080000, Vr.UL, "04000000"),
            value(FREE_TEXT, Vr.LT, "12345"),
            value(Tag.PATIENT_ID, Vr.LO, "1234"),
            new BulkElement(0x00091002, Vr.OB, 100, 5000, false),
            new FragmentsElement(Tag.PIXEL_DATA, Vr.OB, new byte[0], List.of(new byte[2])));

    assertThat(json(set, JsonOptions.upTo(4)))
        .isEqualTo(
            "{\"00091002\":{\"vr\":\"OB\"},"
                + "\"00100020\":{\"vr\":\"LO\",\"Value\":[\"1234\"]},"
                + "\"00104000\":{\"vr\":\"LT\"},"
                + "\"7FE00010\":{\"vr\":\"OB\"}}");
    assertThat(json(set, JsonOptions.upTo(4).withIndent())).contains("\n");
  }

  @Test
  void fragmentsPassOneByOne() throws IOException {
    DataSet set =
        of(
            new FragmentsElement(
                Tag.PIXEL_DATA,
                Vr.OB,
                new byte[0],
                List.of(new byte[] {1, 2}, new byte[0], new byte[] {3, 4})));

    String json = json(set);

    assertThat(json)
        .isEqualTo(
            "{\"7FE00010\":{\"vr\":\"OB\",\"DataFragment\":"
                + "[{},{\"InlineBinary\":\"AQI=\"},{},{\"InlineBinary\":\"AwQ=\"}]}}");
    assertThat(json(read(json))).isEqualTo(json);
  }

  @Test
  void aBulkDataUriIsKeptAndNeverFollowed() throws IOException {
    String json = "{\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"http://192.0.2.1/bulk?a=1\"}}";

    DataSet set = read(json);

    assertThat(set.get(Tag.PIXEL_DATA))
        .contains(BulkElement.elsewhere(Tag.PIXEL_DATA, Vr.OW, "http://192.0.2.1/bulk?a=1"));
    assertThat(json(set)).isEqualTo(json);
    assertThat(set.toString()).doesNotContain("192.0.2.1");
  }

  @Test
  void searchesAreAnsweredWithAnArray() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DicomJson.writeAll(
        List.of(new DataSet(), of(value(Tag.MODALITY, Vr.CS, "CT"))), out, JsonOptions.EVERYTHING);

    assertThat(out.toString(UTF_8))
        .isEqualTo("[{},{\"00080060\":{\"vr\":\"CS\",\"Value\":[\"CT\"]}}]");
  }

  /** What other writers do, and the model does not say. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "00100020":{"Value":["1"],"vr":"LO"}|"00100020":{"vr":"LO","Value":["1"]}
          "00100020":{"Value":["1"]}|"00100020":{"vr":"LO","Value":["1"]}
          "00100020":{}|"00100020":{"vr":"LO"}
          "00100010":{"vr":"PN","Value":["Doe=x"]}|"00100010":{"vr":"PN","Value":[{"Alphabetic":"Doe","Ideographic":"x"}]}
          "00100010":{"Value":[{}],"vr":"PN"}|"00100010":{"vr":"PN"}
          "00100010":{"vr":"PN","Value":[{"Alphabetic":""}]}|"00100010":{"vr":"PN"}
          "00100010":{"vr":"PN","Value":[{"Alphabetic":null,"Phonetic":"p","x":[1]}]}|"00100010":{"vr":"PN","Value":[{"Phonetic":"p"}]}
          "00080008":{"vr":"CS","Value":["A\\\\B"]}|"00080008":{"vr":"CS","Value":["A","B"]}
          "00201206":{"vr":"IS","Value":["12",1.0,1e2]}|"00201206":{"vr":"IS","Value":[12,1,100]}
          "00280010":{"vr":"US","Value":["512"]}|"00280010":{"vr":"US","Value":[512]}
          "00280010":{"vr":"US","Value":[512.0]}|"00280010":{"vr":"US","Value":[512]}
          "00280010":{"vr":"US","Value":[null]}|"00280010":{"vr":"US"}
          "00280010":{"vr":"US","Value":[]}|"00280010":{"vr":"US"}
          "00280010":{"vr":"US","Value":[1,null]}|"00280010":{"vr":"US","Value":[1]}
          "00100020":{"vr":"LO","Value":[17]}|"00100020":{"vr":"LO","Value":["17"]}
          "00100020":{"vr":"LO","Value":["a"],"keyword":"PatientID","x":{"y":[{}]}}|"00100020":{"vr":"LO","Value":["a"]}
          "00101002":{"vr":"SQ","Value":[null,{}]}|"00101002":{"vr":"SQ","Value":[{},{}]}
          "00101002":{"Value":[{"00100020":{"Value":["1"],"vr":"LO"}}],"vr":"SQ"}|"00101002":{"vr":"SQ","Value":[{"00100020":{"vr":"LO","Value":["1"]}}]}
          "7FE00010":{"vr":"OW","InlineBinary":null}|"7FE00010":{"vr":"OW"}
          "7FE00010":{"vr":"OB","InlineBinary":"AQ=="}|"7FE00010":{"vr":"OB","InlineBinary":"AQA="}
          "7fe00010":{"vr":"OB"}|"7FE00010":{"vr":"OB"}
          "00080000":{"vr":"UL","Value":[4]},"00080060":{"vr":"CS"}|"00080060":{"vr":"CS"}
          "00189218":{"vr":"FD","Value":["inf","1.5"]}|"00189218":{"vr":"FD","Value":["Infinity",1.5]}
          "00101030":{"vr":"DS","Value":[0.123456789012345]}|"00101030":{"vr":"DS","Value":[0.123456789012345]}
          """)
  void reads(String members, String expected) throws IOException {
    assertThat(json(read("{" + members + "}"))).isEqualTo("{" + expected + "}");
  }

  @Test
  void aDecimalStringStaysWithinItsSixteenCharacters() throws IOException {
    DataSet set = of(value(Tag.PATIENT_WEIGHT, Vr.DS, "-.12345678901234"));

    assertThat(read(json(set)).string(Tag.PATIENT_WEIGHT)).contains("-.12345678901234");
  }

  /** Each line breaks the rule that it names. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          JSON_SYNTAX|{"00100020":{"vr":"LO","Value":["secret
          JSON_SYNTAX|{"00100020":{"vr":"LO","Value":[secret]}}
          JSON_SYNTAX|{"00100020":{"vr":"LO",}}
          JSON_SYNTAX|{"00100020":{"vr":"FD","Value":[NaN]}}
          JSON_SYNTAX|{"7FE00010":{"vr":"OB","InlineBinary":"*secret*"}}
          JSON_MODEL|[]
          JSON_MODEL|"secret"
          JSON_MODEL|{} {}
          JSON_MODEL|{"PatientName":{"vr":"LO"}}
          JSON_MODEL|{"0010002":{"vr":"LO"}}
          JSON_MODEL|{"001000２0":{"vr":"LO"}}
          JSON_MODEL|{"FFFEE000":{"vr":"UN"}}
          JSON_MODEL|{"00100020":"secret"}
          JSON_MODEL|{"00100020":{"vr":"secret"}}
          JSON_MODEL|{"00100020":{"vr":"LO","vr":"SH"}}
          JSON_MODEL|{"00100020":{"vr":"LO","Value":"secret"}}
          JSON_MODEL|{"00100020":{"vr":"LO","Value":[["secret"]]}}
          JSON_MODEL|{"00100020":{"vr":"LO","Value":[true]}}
          JSON_MODEL|{"00100020":{"vr":"LO","Value":[{}]}}
          JSON_MODEL|{"00100020":{"vr":"LO","InlineBinary":"AQI="}}
          JSON_MODEL|{"7FE00010":{"vr":"OB","Value":[1]}}
          JSON_MODEL|{"7FE00010":{"vr":"OB","InlineBinary":"AQI=","BulkDataURI":"x"}}
          JSON_MODEL|{"00091001":{"Value":["1"]}}
          JSON_MODEL|{"00101002":{"vr":"SQ","Value":["secret"]}}
          JSON_VALUE|{"00280010":{"vr":"US","Value":[65536]}}
          JSON_VALUE|{"00280010":{"vr":"US","Value":[-1]}}
          JSON_VALUE|{"00280010":{"vr":"US","Value":[1.5]}}
          JSON_VALUE|{"00280010":{"vr":"US","Value":["secret"]}}
          JSON_VALUE|{"00280010":{"vr":"UV","Value":[18446744073709551616]}}
          JSON_VALUE|{"00280010":{"vr":"FL","Value":[1e39]}}
          JSON_VALUE|{"00280010":{"vr":"FD","Value":["0x1p3"]}}
          JSON_VALUE|{"00280009":{"vr":"AT","Value":["secret"]}}
          JSON_VALUE|{"00104000":{"vr":"LT","Value":["a","b"]}}
          JSON_VALUE|{"00104000":{"vr":"LT","Value":["\\ud800"]}}
          DUPLICATE_ELEMENT|{"00100020":{"vr":"LO"},"00100020":{"vr":"LO"}}
          JSON_LIMIT|{"00280010":{"vr":"DS","Value":[0.00000000000000000000000000000000000000000000000000000000000000001]}}
          """)
  void refuses(Rule rule, String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            DicomException.class,
            e -> {
              assertThat(e.rule()).isEqualTo(rule);
              assertThat(e.offset()).isPresent();
              assertThat(e).hasNoCause();
            })
        .hasMessageNotContaining("secret");
  }

  @Test
  void anErrorSaysWhere() {
    assertThatThrownBy(() -> read("{\"00280010\":{\"vr\":\"US\",\"Value\":[65536]}}"))
        .isInstanceOfSatisfying(
            DicomException.class,
            e -> {
              assertThat(e.tag()).hasValue(Tag.ROWS);
              assertThat(e.offset()).hasValue(32);
            });
  }

  @Test
  void nestsAsDeepAsTheLimitAndNoDeeper() throws IOException {
    assertThat(json(read(nested(Limits.MAX_DEPTH)))).isEqualTo(nested(Limits.MAX_DEPTH));
    assertThatThrownBy(() -> read(nested(Limits.MAX_DEPTH + 1)))
        .isInstanceOfSatisfying(
            DicomException.class, e -> assertThat(e.rule()).isEqualTo(Rule.DEPTH));
    assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(DicomException.class);
    assertThatThrownBy(() -> read("{\"00100020\":{\"x\":" + "[".repeat(100_000)))
        .isInstanceOfSatisfying(
            DicomException.class, e -> assertThat(e.rule()).isEqualTo(Rule.JSON_LIMIT));
  }

  private static String nested(int depth) {
    return "{\"00101002\":{\"vr\":\"SQ\",\"Value\":[".repeat(depth) + "{}" + "]}}".repeat(depth);
  }

  @Test
  void boundsWhatADocumentMayHold() {
    String long8 = "a".repeat(Limits.MAX_JSON_TEXT_BYTES);
    assertThatThrownBy(() -> read("{\"00104000\":{\"vr\":\"UT\",\"Value\":[\"" + long8 + "a\"]}}"))
        .isInstanceOfSatisfying(
            DicomException.class, e -> assertThat(e.rule()).isEqualTo(Rule.JSON_LIMIT));
    assertThatThrownBy(
            () -> read("{\"00104000\":{\"vr\":\"UC\",\"Value\":[\"" + long8 + "\",\"a\"]}}"))
        .isInstanceOfSatisfying(
            DicomException.class, e -> assertThat(e.rule()).isEqualTo(Rule.JSON_LIMIT));
    String items = "{},".repeat(Limits.MAX_ELEMENTS);
    assertThatThrownBy(() -> read("{\"00101002\":{\"vr\":\"SQ\",\"Value\":[" + items + "{}]}}"))
        .isInstanceOfSatisfying(
            DicomException.class, e -> assertThat(e.rule()).isEqualTo(Rule.ELEMENTS));
    assertThatThrownBy(() -> json(of(value(FREE_TEXT, Vr.UT, long8 + "a"))))
        .isInstanceOfSatisfying(
            DicomException.class, e -> assertThat(e.rule()).isEqualTo(Rule.JSON_TEXT));
  }

  @Test
  void aFailingStreamIsToldAsItFailed() {
    IOException broken = new IOException("disk full");
    assertThatThrownBy(() ->
            DicomJson.write(
                new DataSet(),
                new java.io.OutputStream() {
                  @Override
                  public void write(int b) throws IOException {
                    throw broken;
                  }
                },
                JsonOptions.EVERYTHING))
        .isSameAs(broken);
    assertThatThrownBy(() ->
            DicomJson.read(
                new java.io.FilterInputStream(java.io.InputStream.nullInputStream()) {
                  @Override
                  public int read(byte[] target, int start, int length) throws IOException {
                    throw broken;
                  }
                }))
        .isSameAs(broken);
  }

  /** Jackson guesses UTF-16 and UTF-32 by the first bytes; what is none of them is no JSON. */
  @Test
  void bytesThatAreNoCharactersAreNoJson() {
    for (String digits :
        List.of("fffe00003030", "cb00000000000000", "0000fffe", "22ff22", "7b80")) {
      byte[] bytes = HexFormat.of().parseHex(digits);
      assertThatThrownBy(() -> DicomJson.read(new ByteArrayInputStream(bytes)))
          .isInstanceOfSatisfying(
              DicomException.class,
              e -> assertThat(e.rule()).isIn(Rule.JSON_SYNTAX, Rule.JSON_MODEL))
          .hasNoCause();
    }
  }
}
