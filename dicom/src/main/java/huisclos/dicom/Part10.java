package huisclos.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The DICOM file format (PS3.10 §7): preamble, prefix, file meta information, data set.
 *
 * <p>Reading tolerates a missing preamble and missing file meta information: the encoding is then
 * guessed from the first bytes. A transfer syntax that is not in the registry is guessed too, and
 * keeps its UID.
 */
public final class Part10 {
  /** Bytes before the prefix, whose content means nothing. */
  static final int PREAMBLE = 128;

  private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};

  private Part10() {}

  /** Opens a stream that is read from its first byte to its last; see {@link Part10File}. */
  public static Part10File open(InputStream in) throws IOException {
    return open(in, false);
  }

  /**
   * Opens such a stream.
   *
   * @param seekable whether values may be passed over by {@link InputStream#skip}
   * @throws DicomException if this is no DICOM file, or its file meta information is damaged
   */
  public static Part10File open(InputStream in, boolean seekable) throws IOException {
    ByteSource source = new ByteSource(in, seekable);
    boolean preamble = hasPrefix(source, PREAMBLE) && !prefixIsData(source);
    if (preamble) {
      source.advance(PREAMBLE + PREFIX.length);
    } else if (hasPrefix(source, 0)) {
      source.advance(PREFIX.length);
    }
    DataSet meta = FileMeta.read(source);
    TransferSyntax syntax = FileMeta.syntax(meta, source, preamble);
    return new Part10File(preamble, meta, syntax, source, source.offset());
  }

  /**
   * Whether the prefix is a value that happens to say so: no file meta information comes after it,
   * and the stream begins like a data set.
   */
  private static boolean prefixIsData(ByteSource source) throws IOException {
    int after = PREAMBLE + PREFIX.length;
    boolean meta = source.ensure(after + 2) && source.peek16(after, false) == 2;
    return !meta && FileMeta.plausible(source);
  }

  private static boolean hasPrefix(ByteSource source, int at) throws IOException {
    if (!source.ensure(at + PREFIX.length)) {
      return false;
    }
    for (int i = 0; i < PREFIX.length; i++) {
      if (source.peek(at + i) != PREFIX[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Writes what precedes a data set: a preamble of zeros, the prefix and file meta information that
   * names these UIDs and this implementation (PS3.10 §7.1).
   */
  public static void writeHeader(
      OutputStream out, String sopClass, String sopInstance, TransferSyntax syntax)
      throws IOException {
    DataSet meta = new DataSet();
    meta.putBytes(Tag.FILE_META_INFORMATION_VERSION, Vr.OB, new byte[] {0, 1});
    meta.putString(Tag.MEDIA_STORAGE_SOP_CLASS_UID, sopClass);
    meta.putString(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, sopInstance);
    meta.putString(Tag.TRANSFER_SYNTAX_UID, syntax.uid());
    meta.putString(Tag.IMPLEMENTATION_CLASS_UID, Implementation.CLASS_UID);
    writeMeta(out, meta);
  }

  /** Writes a preamble of zeros, the prefix and this file meta information with its length. */
  static void writeMeta(OutputStream out, DataSet meta) throws IOException {
    meta.remove(Tag.FILE_META_INFORMATION_GROUP_LENGTH);
    TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    int length = Math.toIntExact(DataSetWriter.length(meta, syntax));
    meta.putInt(Tag.FILE_META_INFORMATION_GROUP_LENGTH, length);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(PREAMBLE + 16 + length);
    bytes.write(new byte[PREAMBLE]);
    bytes.write(PREFIX);
    DataSetWriter.write(meta, bytes, syntax);
    bytes.writeTo(out);
  }

  /** Writes a whole file. */
  public static void write(OutputStream out, DataSet set, TransferSyntax syntax)
      throws IOException {
    writeHeader(
        out, set.string(Tag.SOP_CLASS_UID, ""), set.string(Tag.SOP_INSTANCE_UID, ""), syntax);
    DataSetWriter.write(set, out, syntax);
  }
}
