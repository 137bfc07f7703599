package huisclos.desk.web.wado;

import huisclos.archive.Archive;
import huisclos.archive.StoredInstance;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DicomException;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Pass;
import huisclos.pixels.Transcoder;
import huisclos.pixels.Transcoding;
import huisclos.pixels.Undecodable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Instances with compressed pixel data as uncompressed ones. Whole in memory, so one at a time.
 * Thread-safe.
 */
final class Uncompressed {
  /** What compressed pixel data is made into: what a media type without a syntax means. */
  static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private final Archive archive;
  private final Transcoder transcoder;
  private final Semaphore place = new Semaphore(1, true);

  Uncompressed(Archive archive, Transcoder transcoder) {
    this.archive = archive;
    this.transcoder = transcoder;
  }

  /** Whether there may be a way from this syntax to {@link #SYNTAX}. */
  static boolean isWay(String stored) {
    return TransferSyntax.of(stored).filter(TransferSyntax::encapsulated).isPresent();
  }

  /** The instance's data set, corrected and uncompressed; empty where it can't be decoded. */
  Optional<DataSet> of(Pass pass, StoredInstance instance) throws IOException {
    TransferSyntax syntax = InstanceReader.syntax(instance);
    place.acquireUninterruptibly();
    try (InputStream in = archive.open(pass, instance)) {
      DataSet set = DataSetDecoder.read(in, syntax, ReadOptions.whole());
      return switch (transcoder.uncompressed(set, syntax)) {
        case Transcoding.Transcoded(DataSet plain) -> Optional.of(plain);
        case Undecodable _ -> Optional.empty();
      };
    } catch (DicomException _) {
      return Optional.empty(); // More than a data set in memory may take.
    } finally {
      place.release();
    }
  }
}
