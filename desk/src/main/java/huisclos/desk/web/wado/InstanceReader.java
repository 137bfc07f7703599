package huisclos.desk.web.wado;

import huisclos.archive.Archive;
import huisclos.archive.StoredInstance;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetReader;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Pass;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads of selected instances what is asked for, and unseals little more. Corrections show in all
 * but pixel data, which they never touch. Thread-safe.
 */
final class InstanceReader {
  /** Values of more bytes are left where they are. */
  static final int MAX_VALUE_BYTES = 64 << 10;

  private final Archive archive;

  InstanceReader(Archive archive) {
    this.archive = archive;
  }

  static TransferSyntax syntax(StoredInstance instance) {
    String uid = instance.transferSyntax();
    return TransferSyntax.of(uid).orElseGet(() -> TransferSyntax.encapsulated(uid));
  }

  /** What is done with a reader while its stream is open. */
  @FunctionalInterface
  interface Reading<T> {
    T of(DataSetReader reader) throws IOException;
  }

  /** Reads an instance, corrected, from its first element on; values passed over cost little. */
  <T> T read(Pass pass, StoredInstance instance, Reading<T> reading) throws IOException {
    TransferSyntax syntax = syntax(instance);
    boolean whole = instance.corrected() || syntax.deflated();
    try (InputStream in =
        whole ? archive.open(pass, instance) : archive.kept(pass, instance).from(0)) {
      return reading.of(new DataSetReader(in, syntax, !whole));
    }
  }

  /** The attributes of an instance, corrected, without values beyond the limit. */
  DataSet attributes(Pass pass, StoredInstance instance) throws IOException {
    return read(
        pass,
        instance,
        reader -> DataSetDecoder.read(reader, ReadOptions.withoutBulk(MAX_VALUE_BYTES)));
  }

  Archive archive() {
    return archive;
  }
}
