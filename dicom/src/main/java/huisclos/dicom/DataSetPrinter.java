package huisclos.dicom;

import huisclos.dicom.Token.ElementHeader;
import huisclos.dicom.Token.End;
import huisclos.dicom.Token.Fragment;
import huisclos.dicom.Token.FragmentsEnd;
import huisclos.dicom.Token.FragmentsStart;
import huisclos.dicom.Token.ItemEnd;
import huisclos.dicom.Token.ItemStart;
import huisclos.dicom.Token.SequenceEnd;
import huisclos.dicom.Token.SequenceStart;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Prints a file as text, a line an element, in the form that users of dcmdump know:
 *
 * <pre>(0010,0010) PN [Doe^John]                     #   8, 1 PatientName</pre>
 *
 * <p>Long values are cut short, text is decoded by its character set, and whatever could steer a
 * terminal or forge a line is escaped. Streams: no more than {@link #MAX_READ} bytes of a value are
 * held, so that a file of any size prints in little memory. What was printed before a damaged place
 * stays printed.
 *
 * <p>The output holds patient data: it is for the eyes of whoever asked, never for a log.
 */
public final class DataSetPrinter {
  /** Bytes of a value that are read; the number of values is counted within them. */
  static final int MAX_READ = 64 << 10;

  /** Columns of the value, to which shorter ones are filled up. */
  private static final int VALUE_COLUMNS = 40;

  private final Writer out;
  private final Deque<SpecificCharacterSet> repertoires = new ArrayDeque<>();
  private int indent;

  private DataSetPrinter(Writer out) {
    this.out = out;
    this.repertoires.push(SpecificCharacterSet.DEFAULT);
  }

  /** Prints file meta information and data set; the writer is neither flushed nor closed. */
  public static void print(Part10File file, Writer out) throws IOException {
    DataSetPrinter printer = new DataSetPrinter(out);
    if (!file.fileMeta().isEmpty()) {
      printer.heading("Dicom-Meta-Information-Header", TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
      for (Element element : file.fileMeta()) {
        if (element instanceof ValueElement value) {
          printer.line(value, value.length());
        }
      }
      out.write('\n');
    }
    printer.heading("Dicom-Data-Set", file.transferSyntax());
    printer.print(file.reader());
  }

  private void heading(String name, TransferSyntax syntax) throws IOException {
    String used = UidRegistry.find(syntax.uid()).map(UidRegistry.UidEntry::name).orElse("private");
    out.write("# " + name + "\n# Used TransferSyntax: " + used + "\n");
  }

  private void print(DataSetReader reader) throws IOException {
    while (true) {
      switch (reader.next()) {
        case ElementHeader(int tag, Vr vr, long length) -> value(reader, tag, vr, length);
        case SequenceStart(int tag, Vr _, long length) -> {
          line(tag, "SQ", "(Sequence with " + kind(length) + " length)", length, 1, name(tag));
          indent++;
        }
        case ItemStart(long length) -> {
          line(Tag.ITEM, "na", "(Item with " + kind(length) + " length)", length, 1, "Item");
          indent++;
          repertoires.push(repertoires.element());
        }
        case ItemEnd _ -> {
          indent--;
          repertoires.pop();
          line(
              Tag.ITEM_DELIMITATION_ITEM,
              "na",
              "(ItemDelimitationItem)",
              0,
              0,
              "ItemDelimitationItem");
        }
        case FragmentsStart(int tag, Vr vr) -> {
          line(tag, vr.name(), "(PixelSequence)", Token.UNDEFINED, 1, name(tag));
          indent++;
        }
        case Fragment(int _, long length) ->
            line(Tag.ITEM, "pi", shown(reader, Tag.ITEM, Vr.OB), length, 1, "Item");
        case SequenceEnd _, FragmentsEnd _ -> {
          indent--;
          line(
              Tag.SEQUENCE_DELIMITATION_ITEM,
              "na",
              "(SequenceDelimitationItem)",
              0,
              0,
              "SequenceDelimitationItem");
        }
        case End _ -> {
          return;
        }
      }
    }
  }

  private static String kind(long length) {
    return length == Token.UNDEFINED ? "undefined" : "explicit";
  }

  private void value(DataSetReader reader, int tag, Vr vr, long length) throws IOException {
    ValueElement element = start(reader, tag, vr);
    if (tag == Tag.SPECIFIC_CHARACTER_SET) {
      repertoires.pop();
      repertoires.push(
          SpecificCharacterSet.of(Values.strings(element, SpecificCharacterSet.DEFAULT)));
    }
    line(element, length);
  }

  /** The first bytes of the value that follows, numbers in little endian order. */
  private static ValueElement start(DataSetReader reader, int tag, Vr vr) throws IOException {
    byte[] bytes = reader.valueStream().readNBytes(MAX_READ);
    if (reader.valueIsBigEndian()) {
      ByteSwap.swap(bytes, bytes.length, vr.unitBytes());
    }
    return new ValueElement(tag, vr, bytes);
  }

  private String shown(DataSetReader reader, int tag, Vr vr) throws IOException {
    byte[] bytes = reader.valueStream().readNBytes(PrintedValue.COLUMNS);
    return PrintedValue.of(new ValueElement(tag, vr, bytes), SpecificCharacterSet.DEFAULT);
  }

  private void line(ValueElement element, long length) throws IOException {
    SpecificCharacterSet repertoire = repertoires.element();
    String text = PrintedValue.of(element, repertoire);
    int count = PrintedValue.multiplicity(element, repertoire);
    line(element.tag(), element.vr().name(), text, length, count, name(element.tag()));
  }

  private void line(int tag, String vr, String value, long length, int count, String name)
      throws IOException {
    out.write("  ".repeat(indent));
    out.write(Tags.format(tag));
    out.write(' ');
    out.write(vr);
    out.write(' ');
    out.write(value);
    pad(VALUE_COLUMNS - value.length());
    out.write(" # ");
    right(length == Token.UNDEFINED ? "u/l" : Long.toString(length), 3);
    out.write(',');
    right(Integer.toString(count), 2);
    out.write(' ');
    out.write(name);
    out.write('\n');
  }

  private void right(String text, int columns) throws IOException {
    pad(columns - text.length());
    out.write(text);
  }

  private void pad(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      out.write(' ');
    }
  }

  private static String name(int tag) {
    if (Tags.isPrivateCreator(tag)) {
      return "PrivateCreator";
    }
    return Dictionary.find(tag)
        .map(e -> e.keyword().isEmpty() ? e.name() : e.keyword())
        .orElse(Tags.isGroupLength(tag) ? "GenericGroupLength" : "Unknown Tag & Data");
  }
}
