package huisclos.app.movein;

import huisclos.app.movein.Intake.Taken;
import huisclos.archive.StoreHeader;
import huisclos.courier.Courier;
import huisclos.courier.Line;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.dicom.UidRegistry;
import huisclos.dicom.UidRegistry.UidType;
import huisclos.dicom.Uids;
import huisclos.gate.Destination;
import huisclos.net.AssociateRequestSpec;
import huisclos.net.GetResult;
import huisclos.net.PduLimits;
import huisclos.net.Reply;
import huisclos.net.Status;
import huisclos.net.StoreReceiver;
import huisclos.net.StoreRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fetches from an old PACS by C-GET, into the archive. Of one thread. */
final class Fetch implements StoreReceiver {
  /**
   * SOP classes asked for on one association, so that each has a presentation context for every
   * syntax that is likely.
   */
  static final int MAX_CLASSES = 8;

  private static final String GET = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET;
  private static final List<String> SYNTAXES = syntaxes();

  private final Courier courier;
  private final Destination peer;
  private final Intake intake;
  private final Pace pace;
  private final Map<String, Taken> taken = new HashMap<>();
  private @Nullable RuntimeException broken;

  Fetch(Courier courier, Destination peer, Intake intake, Pace pace) {
    this.courier = courier;
    this.peer = peer;
    this.intake = intake;
    this.pace = pace;
  }

  /** What became of the instances that came since this was made, by SOP instance UID. */
  Map<String, Taken> taken() {
    return taken;
  }

  /**
   * Fetches a study, a series of it or an instance of that; what comes is in {@link #taken}.
   *
   * @param series empty for the whole study
   * @param instance empty for the whole series
   * @param classes at most {@link #MAX_CLASSES}
   */
  GetResult get(String study, String series, String instance, List<String> classes)
      throws IOException {
    DataSet identifier = new DataSet();
    identifier.putString(
        Tag.QUERY_RETRIEVE_LEVEL,
        series.isEmpty() ? "STUDY" : instance.isEmpty() ? "SERIES" : "IMAGE");
    identifier.putString(Tag.STUDY_INSTANCE_UID, study);
    if (!series.isEmpty()) {
      identifier.putString(Tag.SERIES_INSTANCE_UID, series);
    }
    if (!instance.isEmpty()) {
      identifier.putString(Tag.SOP_INSTANCE_UID, instance);
    }
    try (Line line = courier.dial(peer, spec -> proposal(spec, classes))) {
      return line.association().get(GET, identifier, this);
    } finally {
      if (broken != null) {
        throw broken;
      }
    }
  }

  private static AssociateRequestSpec proposal(AssociateRequestSpec spec, List<String> classes) {
    AssociateRequestSpec grown =
        spec.propose(GET, List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN));
    int each =
        Math.min(SYNTAXES.size(), (PduLimits.MAX_CONTEXTS - 1) / Math.max(1, classes.size()));
    for (String sopClass : classes) {
      grown = grown.alsoScpOf(sopClass);
      for (String syntax : SYNTAXES.subList(0, each)) {
        grown = grown.propose(sopClass, List.of(syntax));
      }
    }
    return grown;
  }

  /** Every transfer syntax, those met most often first. */
  private static List<String> syntaxes() {
    List<String> order =
        new ArrayList<>(
            List.of(
                Uids.EXPLICIT_VR_LITTLE_ENDIAN,
                Uids.IMPLICIT_VR_LITTLE_ENDIAN,
                Uids.JPEG_LOSSLESS_SV1,
                Uids.JPEG2000_LOSSLESS,
                Uids.JPEG_BASELINE8_BIT,
                Uids.JPEG2000,
                Uids.JPEGLS_LOSSLESS,
                Uids.RLE_LOSSLESS,
                Uids.JPEGLS_NEAR_LOSSLESS,
                Uids.JPEG_EXTENDED12_BIT,
                Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                Uids.EXPLICIT_VR_BIG_ENDIAN,
                Uids.JPEG_LOSSLESS));
    UidRegistry.ofType(UidType.TRANSFER_SYNTAX).stream()
        .filter(uid -> !order.contains(uid))
        .forEach(order::add);
    return List.copyOf(order);
  }

  @Override
  public Reply store(StoreRequest request, InputStream dataSet) throws IOException {
    String uid = request.sopInstance();
    if (broken != null || !Uid.isUsable(uid)) {
      return Reply.of(Status.REFUSED_OUT_OF_RESOURCES);
    }
    pace.next();
    try {
      Taken one =
          intake.store(new StoreHeader(request.sopClass(), uid, request.transferSyntax()), dataSet);
      taken.put(uid, one);
      return Reply.of(one.fate().in() ? Status.SUCCESS : Status.PROCESSING_FAILURE);
    } catch (RuntimeException e) {
      // No room, or worse: nothing further is taken, and the pull ends with this.
      broken = e;
      return Reply.of(Status.REFUSED_OUT_OF_RESOURCES);
    }
  }
}
