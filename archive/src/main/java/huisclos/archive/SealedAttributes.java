package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.Element;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.vault.ColumnSealer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The attributes of one entity as a sealed column: a data set in explicit little endian with its
 * own Specific Character Set, sealed for its row. Thread-safe.
 */
final class SealedAttributes {
  private final ColumnSealer sealer;

  SealedAttributes(ColumnSealer sealer) {
    this.sealer = sealer;
  }

  /** What of a header belongs to this level, in the header's character set. */
  static DataSet of(DataSet header, Level level) {
    DataSet attributes = new DataSet();
    header.get(Tag.SPECIFIC_CHARACTER_SET).ifPresent(attributes::put);
    if (level != Level.PATIENT) {
      // Dates and times of each entity are in the zone of the instance that they come from.
      header.get(Tag.TIMEZONE_OFFSET_FROM_UTC).ifPresent(attributes::put);
    }
    for (Element element : header.copyOf(QueryKeys.storedAt(level))) {
      attributes.put(element);
    }
    return attributes;
  }

  /** The attributes as bytes, at most {@link ArchiveLimits#MAX_ATTRIBUTES_BYTES}. */
  static byte[] encode(DataSet attributes) throws IOException {
    byte[] bytes = write(attributes);
    if (bytes.length <= ArchiveLimits.MAX_ATTRIBUTES_BYTES) {
      return bytes;
    }
    // Sequences are what grows: without the largest of them the rest still answers.
    DataSet rest = attributes.copyOf(Arrays.stream(attributes.tags()).boxed().toList());
    for (int tag : bySize(attributes)) {
      rest.remove(tag);
      bytes = write(rest);
      if (bytes.length <= ArchiveLimits.MAX_ATTRIBUTES_BYTES) {
        return bytes;
      }
    }
    return write(rest.copyOf(List.of(Tag.SPECIFIC_CHARACTER_SET)));
  }

  /** The tags of the sequences, the longest first. */
  private static List<Integer> bySize(DataSet attributes) throws IOException {
    Map<Integer, Integer> sizes = new HashMap<>();
    for (Element element : attributes) {
      if (element instanceof SequenceElement) {
        sizes.put(element.tag(), write(attributes.copyOf(List.of(element.tag()))).length);
      }
    }
    return sizes.entrySet().stream()
        .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static byte[] write(DataSet attributes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    DataSetWriter.write(attributes, bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return bytes.toByteArray();
  }

  static DataSet decode(byte[] bytes) throws IOException {
    return DataSetDecoder.read(
        new ByteArrayInputStream(bytes),
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
        ReadOptions.whole());
  }

  /** Seals bytes of {@link #encode} for the row that {@code table} and {@code key} name. */
  byte[] seal(byte[] encoded, String table, String key) {
    return sealer.seal(encoded, context(table, key));
  }

  /** The attributes of a row. */
  DataSet open(byte[] sealed, String table, String key) throws ArchiveException {
    try {
      return decode(sealer.open(sealed, context(table, key)));
    } catch (IOException | RuntimeException e) {
      throw new ArchiveException("a sealed row of the index can't be opened", e);
    }
  }

  /** The bytes of a row, whatever they are. */
  byte[] openBytes(byte[] column, String table, String key) throws ArchiveException {
    try {
      return sealer.open(column, context(table, key));
    } catch (RuntimeException e) {
      throw new ArchiveException("a sealed row of the index can't be opened", e);
    }
  }

  private static byte[] context(String table, String key) {
    return (table + '/' + key).getBytes(StandardCharsets.UTF_8);
  }
}
