package huisclos.dicom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Writer;

/** What must hold for any bytes whatever: values or a {@link DicomException}, nothing else. */
final class HostileInput {
  private HostileInput() {}

  /** Reads the bytes as a file in every way there is. */
  static void file(byte[] bytes) {
    try {
      Part10File file = Part10.open(new ByteArrayInputStream(bytes));
      TransferSyntax syntax = file.transferSyntax();
      DataSet set = DataSetDecoder.read(file.reader(), ReadOptions.whole());
      comesBack(set, syntax);
    } catch (DicomException e) {
      located(e);
    } catch (IOException e) {
      throw new AssertionError("only a DicomException may say no", e);
    }
    try {
      DataSetPrinter.print(Part10.open(new ByteArrayInputStream(bytes)), Writer.nullWriter());
      DataSetReader reader = Part10.open(new ByteArrayInputStream(bytes)).reader();
      DataSetDecoder.read(reader, ReadOptions.header());
      reader.skipToEnd();
    } catch (DicomException e) {
      located(e);
    } catch (IOException e) {
      throw new AssertionError("only a DicomException may say no", e);
    }
  }

  /** Reads the bytes as a data set of this syntax. */
  static void dataSet(byte[] bytes, TransferSyntax syntax) {
    try {
      comesBack(Bytes.read(bytes, syntax), syntax);
      new DataSetReader(new ByteArrayInputStream(bytes), syntax).skipToEnd();
    } catch (DicomException e) {
      located(e);
    } catch (IOException e) {
      throw new AssertionError("only a DicomException may say no", e);
    }
  }

  /** What was read can be asked for its values, and written and read again without a change. */
  private static void comesBack(DataSet set, TransferSyntax syntax) throws IOException {
    for (int tag : set.tags()) {
      set.strings(tag);
      set.integers(tag);
    }
    if (set.get(Tag.PIXEL_DATA).orElse(null) instanceof FragmentsElement pixels) {
      frames(pixels, set);
    }
    String before = Described.values(set);
    String after = Described.values(Bytes.read(Bytes.write(set, syntax), syntax));
    if (!before.equals(after)) {
      throw new AssertionError("written and read again it is another data set");
    }
  }

  private static void frames(FragmentsElement pixels, DataSet set) {
    try {
      FrameIndex.of(pixels, set);
    } catch (DicomException e) {
      if (e.rule() != Rule.OFFSET_TABLE) {
        throw new AssertionError(e);
      }
    }
  }

  private static void located(DicomException e) {
    if (e.offset().isEmpty()) {
      throw new AssertionError("no offset", e);
    }
  }
}
