package huisclos.dicom;

import huisclos.dicom.UidRegistry.UidType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a data set is laid out in bytes (PS3.5 §10 and Annex A). The pixel codec of an encapsulated
 * syntax is not this room's matter: its frames are opaque fragments.
 *
 * @param uid the transfer syntax UID
 * @param explicit whether each element carries its VR
 * @param bigEndian whether numbers have their most significant byte first
 * @param deflated whether the whole data set is a raw deflate stream (PS3.5 §A.5)
 * @param encapsulated whether pixel data is a list of fragments (PS3.5 §A.4)
 */
public record TransferSyntax(
    String uid, boolean explicit, boolean bigEndian, boolean deflated, boolean encapsulated) {

  public static final TransferSyntax IMPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax(Uids.IMPLICIT_VR_LITTLE_ENDIAN, false, false, false, false);
  public static final TransferSyntax EXPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax(Uids.EXPLICIT_VR_LITTLE_ENDIAN, true, false, false, false);
  public static final TransferSyntax EXPLICIT_VR_BIG_ENDIAN =
      new TransferSyntax(Uids.EXPLICIT_VR_BIG_ENDIAN, true, true, false, false);
  public static final TransferSyntax DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax(Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, true, false, true, false);

  private static final Map<String, TransferSyntax> ALL = new LinkedHashMap<>();

  static {
    for (String uid : UidRegistry.ofType(UidType.TRANSFER_SYNTAX)) {
      ALL.put(uid, structure(uid));
    }
  }

  private static TransferSyntax structure(String uid) {
    return switch (uid) {
      case Uids.IMPLICIT_VR_LITTLE_ENDIAN -> IMPLICIT_VR_LITTLE_ENDIAN;
      case Uids.EXPLICIT_VR_LITTLE_ENDIAN -> EXPLICIT_VR_LITTLE_ENDIAN;
      case Uids.EXPLICIT_VR_BIG_ENDIAN -> EXPLICIT_VR_BIG_ENDIAN;
      case Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN -> DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
      case Uids.PAPYRUS3_IMPLICIT_VR_LITTLE_ENDIAN ->
          new TransferSyntax(uid, false, false, false, false);
      // Pixels lie behind a URL; the second of each pair deflates the data set (PS3.5 §A.6, §A.7).
      case Uids.JPIP_REFERENCED, Uids.JPIP_HTJ2K_REFERENCED ->
          new TransferSyntax(uid, true, false, false, false);
      case Uids.JPIP_REFERENCED_DEFLATE, Uids.JPIP_HTJ2K_REFERENCED_DEFLATE ->
          new TransferSyntax(uid, true, false, true, false);
      default -> encapsulated(uid);
    };
  }

  /** The syntax of a UID of the registry; empty for private and unknown ones. */
  public static Optional<TransferSyntax> of(String uid) {
    return Optional.ofNullable(ALL.get(uid));
  }

  /** Every transfer syntax of the registry, retired ones included. */
  public static Collection<TransferSyntax> all() {
    return ALL.values().stream().toList();
  }

  /** A syntax that is explicit VR little endian with encapsulated pixel data (PS3.5 §A.4). */
  public static TransferSyntax encapsulated(String uid) {
    return new TransferSyntax(uid, true, false, false, true);
  }

  /**
   * Whether pixel data is plain numbers, so that a change between such syntaxes keeps all values.
   */
  public boolean uncompressed() {
    return uid.equals(Uids.IMPLICIT_VR_LITTLE_ENDIAN)
        || uid.equals(Uids.EXPLICIT_VR_LITTLE_ENDIAN)
        || uid.equals(Uids.EXPLICIT_VR_BIG_ENDIAN)
        || uid.equals(Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
  }
}
