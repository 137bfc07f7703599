package huisclos.dicom;

import java.util.Arrays;
import java.util.HexFormat;

/** A data set in full as text, so that two can be compared and their difference read. */
final class Described {
  private Described() {}

  /** Tags, VRs, values and structure; not the kinds of length. */
  static String values(DataSet set) {
    StringBuilder text = new StringBuilder();
    add(text, set, "", true);
    return text.toString();
  }

  /** The same without VRs. */
  static String valuesWithoutVrs(DataSet set) {
    StringBuilder text = new StringBuilder();
    add(text, set, "", false);
    return text.toString();
  }

  private static void add(StringBuilder text, DataSet set, String indent, boolean vrs) {
    for (Element element : set) {
      text.append(indent).append(Tags.format(element.tag())).append(' ');
      text.append(vrs ? element.vr() : "").append(' ');
      switch (element) {
        case ValueElement value -> text.append(bytes(value.bytes()));
        case SequenceElement sequence -> {
          for (DataSet item : sequence.items()) {
            text.append("\n").append(indent).append(" item\n");
            add(text, item, indent + "  ", vrs);
          }
        }
        case FragmentsElement fragments -> {
          text.append(bytes(fragments.offsetTable()));
          fragments.fragments().forEach(f -> text.append(" | ").append(bytes(f)));
        }
        case BulkElement bulk -> text.append("left out #").append(bulk.length());
      }
      text.append('\n');
    }
  }

  private static String bytes(byte[] bytes) {
    return bytes.length <= 64
        ? HexFormat.of().formatHex(bytes)
        : "#" + bytes.length + " " + Arrays.hashCode(bytes);
  }
}
