package huisclos.archive;

import huisclos.dicom.DataSetCopier;
import huisclos.dicom.DataSetReader;
import huisclos.dicom.DicomException;
import huisclos.dicom.Rule;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.gate.Pass;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * In which transfer syntax an instance leaves, and its way into that (PS3.5 §10, Annex A).
 *
 * <p>In the syntax that it is kept in it leaves bit for bit; a deflate stream of odd length is
 * followed by the NUL that belongs there (PS3.5 §A.5). Between the four uncompressed ones it is
 * converted while it streams, a few buffers held whatever its size: VR, byte order and deflate
 * change, values don't. From or to a compressed syntax nothing is converted here. Thread-safe.
 */
public final class Conversion {
  /** What the syntaxes not kept are offered and taken in, best first: none loses a VR but one. */
  private static final List<String> PREFERENCE =
      List.of(
          Uids.EXPLICIT_VR_LITTLE_ENDIAN,
          Uids.IMPLICIT_VR_LITTLE_ENDIAN,
          Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
          Uids.EXPLICIT_VR_BIG_ENDIAN);

  private static final int BUFFER_BYTES = 1 << 17;

  private Conversion() {}

  /**
   * The syntax in which an instance kept in {@code stored} is to be sent to whom accepts these: the
   * one it is kept in where that is among them.
   *
   * @return empty where it can be sent in none of them
   */
  public static Optional<String> choose(String stored, Collection<String> accepted) {
    return offers(stored).stream().filter(accepted::contains).findFirst();
  }

  /** The syntaxes in which an instance kept in {@code stored} can leave, best first. */
  public static List<String> offers(String stored) {
    List<String> offers = new ArrayList<>();
    offers.add(stored);
    if (TransferSyntax.of(stored).filter(TransferSyntax::uncompressed).isPresent()) {
      PREFERENCE.stream().filter(uid -> !uid.equals(stored)).forEach(offers::add);
    }
    return List.copyOf(offers);
  }

  /**
   * The syntaxes to propose for an instance kept in {@code stored}, best first: its own and, where
   * there is a way, the two in little endian. Whoever takes anything takes one of these (PS3.5
   * §10.1), and GDCM 3.0's own door ends itself at a context with none of them.
   */
  public static List<String> proposals(String stored) {
    return offers(stored).stream()
        .filter(uid ->
            uid.equals(stored)
                || uid.equals(Uids.EXPLICIT_VR_LITTLE_ENDIAN)
                || uid.equals(Uids.IMPLICIT_VR_LITTLE_ENDIAN))
        .toList();
  }

  /**
   * The bytes that {@link #copy} will write.
   *
   * @return -1 where that isn't known before
   */
  public static long length(StoredInstance instance, String target) {
    if (!target.equals(instance.transferSyntax())) {
      return -1;
    }
    return instance.length() + (needsPad(target, instance.length()) ? 1 : 0);
  }

  /**
   * Writes an instance's data set in the syntax {@code target}, which must be among its {@link
   * #offers}. The stream isn't closed. It fails before its end rather than write out a data set
   * that isn't the one stored.
   *
   * @throws DicomException if there is no way into that syntax; nothing was written
   * @throws IOException if it can't be read, or the target fails
   */
  public static void copy(
      Archive archive, Pass pass, StoredInstance instance, String target, OutputStream out)
      throws IOException {
    String stored = instance.transferSyntax();
    if (!offers(stored).contains(target)) {
      throw new DicomException(Rule.TRANSFER_SYNTAX);
    }
    try (InputStream in = archive.open(pass, instance)) {
      if (target.equals(stored)) {
        copy(in, target, out);
      } else {
        DataSetCopier.copy(
            new DataSetReader(in, TransferSyntax.of(stored).orElseThrow()),
            out,
            TransferSyntax.of(target).orElseThrow());
        // What may follow a deflate stream belongs to what was stored, and to its hash.
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private static void copy(InputStream in, String syntax, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long length = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      length += n;
    }
    if (needsPad(syntax, length)) {
      out.write(0);
    }
  }

  /**
   * Whether a deflate stream was kept without the NUL that evens it (PS3.5 §A.5). It ends before
   * that, so the data set is the same; without it DCMTK gives the whole association up.
   */
  private static boolean needsPad(String syntax, long length) {
    return length > 0
        && length % 2 != 0
        && TransferSyntax.of(syntax).filter(TransferSyntax::deflated).isPresent();
  }
}
