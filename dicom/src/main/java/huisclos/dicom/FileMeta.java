package huisclos.dicom;

import java.io.IOException;

/** Reads file meta information and finds out how the data set after it is encoded (PS3.10 §7.1). */
final class FileMeta {
  private FileMeta() {}

  /**
   * The group 0002 elements that come next, explicit little endian by the standard and implicit in
   * some files. The group's own length is not believed: the group ends where another begins.
   */
  static DataSet read(ByteSource source) throws IOException {
    DataSet meta = new DataSet();
    long start = source.offset();
    boolean explicit = source.ensure(8) && Vr.hasForm(source.peek(4), source.peek(5));
    while (source.ensure(8) && Tags.group(source.peekTag(0, false)) == 2) {
      ValueElement element = element(source, start, explicit);
      if (!meta.add(element)) {
        throw new DicomException(Rule.DUPLICATE_ELEMENT, source.offset(), element.tag());
      }
    }
    return meta;
  }

  private static ValueElement element(ByteSource source, long start, boolean explicit)
      throws IOException {
    int tag = source.peekTag(0, false);
    long offset = source.offset();
    Vr vr = explicit ? Vr.of(source.peek(4), source.peek(5)) : Dictionary.vrOf(tag);
    int header = 8;
    long length;
    if (vr == null) {
      throw new DicomException(Rule.INVALID_VR, offset, tag);
    } else if (!explicit) {
      length = Integer.toUnsignedLong(source.peek32(4, false));
    } else if (vr.isLongLength()) {
      header = 12;
      if (!source.ensure(header)) {
        throw new DicomException(Rule.TRUNCATED, offset, tag);
      }
      length = Integer.toUnsignedLong(source.peek32(8, false));
    } else {
      length = source.peek16(6, false);
    }
    if (offset - start + header + length > Limits.MAX_META_BYTES) {
      throw new DicomException(Rule.META_BYTES, offset, tag);
    }
    source.advance(header);
    byte[] bytes = source.readNBytes((int) length);
    if (bytes.length < length) {
      throw new DicomException(Rule.TRUNCATED, source.offset(), tag);
    }
    return new ValueElement(tag, vr, bytes);
  }

  /** The transfer syntax the file names, else a guess. */
  static TransferSyntax syntax(DataSet meta, ByteSource source, boolean preamble)
      throws IOException {
    String uid = meta.string(Tag.TRANSFER_SYNTAX_UID, "");
    TransferSyntax known = TransferSyntax.of(uid).orElse(null);
    if (known != null) {
      return known;
    }
    boolean marked = preamble || !meta.isEmpty();
    TransferSyntax guess = guess(source, marked);
    boolean encapsulated = guess.explicit() && !guess.bigEndian() && !uid.isEmpty();
    return uid.isEmpty()
        ? guess
        : new TransferSyntax(uid, guess.explicit(), guess.bigEndian(), false, encapsulated);
  }

  /**
   * The encoding of a data set by its first element: two capital letters that are a VR make it
   * explicit, and a group that is small when read with its high byte first makes it big endian.
   *
   * @param marked whether something already says that this is DICOM; otherwise the first element
   *     must be plausible
   */
  private static TransferSyntax guess(ByteSource source, boolean marked) throws IOException {
    if (!source.ensure(8)) {
      if (marked && source.buffered() == 0) {
        return TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
      }
      throw new DicomException(Rule.NOT_DICOM, source.offset(), 0);
    }
    boolean big =
        Integer.compareUnsigned(source.peekTag(0, true), source.peekTag(0, false)) < 0
            && source.peek16(0, false) > 0xFF;
    if (Vr.of(source.peek(4), source.peek(5)) != null) {
      return big ? TransferSyntax.EXPLICIT_VR_BIG_ENDIAN : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    }
    if (!marked && !plausible(source)) {
      throw new DicomException(Rule.NOT_DICOM, source.offset(), 0);
    }
    return TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
  }

  /** Whether the first element could begin a data set: it has a VR, or a low group and length. */
  static boolean plausible(ByteSource source) {
    int tag = source.peekTag(0, false);
    long length = Integer.toUnsignedLong(source.peek32(4, false));
    return Vr.of(source.peek(4), source.peek(5)) != null
        || (tag != 0 && Tags.group(tag) <= 0x10 && length <= 0xFFFF);
  }
}
