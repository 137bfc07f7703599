package huisclos.app.client;

import huisclos.app.UserError;
import huisclos.dicom.DataSet;
import huisclos.dicom.Part10;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uid;
import huisclos.dicom.UidRegistry;
import huisclos.dicom.UidRegistry.UidType;
import huisclos.dicom.Uids;
import huisclos.net.AssociateRequestSpec;
import huisclos.net.Association;
import huisclos.net.AssociationException;
import huisclos.net.GetResult;
import huisclos.net.Reply;
import huisclos.net.Status;
import huisclos.net.StoreReceiver;
import huisclos.net.StoreRequest;
import huisclos.net.SubOperations;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fetches by C-GET. Before it asks, it learns by C-FIND which SOP classes there are, because an
 * association has room for 128 presentation contexts and each class may lie in many syntaxes.
 */
public final class Getter implements StoreReceiver {
  private static final int MAX_CONTEXTS = 128;
  private static final String FIND = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
  private static final String GET = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET;
  private static final List<String> PLAIN =
      List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN);

  /** What is asked for when the archive doesn't say which classes there are. */
  private static final List<String> USUAL_CLASSES =
      List.of(
          Uids.CT_IMAGE_STORAGE,
          Uids.MR_IMAGE_STORAGE,
          Uids.COMPUTED_RADIOGRAPHY_IMAGE_STORAGE,
          Uids.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION,
          Uids.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION,
          Uids.ULTRASOUND_IMAGE_STORAGE,
          Uids.ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE,
          Uids.SECONDARY_CAPTURE_IMAGE_STORAGE,
          Uids.X_RAY_ANGIOGRAPHIC_IMAGE_STORAGE,
          Uids.NUCLEAR_MEDICINE_IMAGE_STORAGE,
          Uids.POSITRON_EMISSION_TOMOGRAPHY_IMAGE_STORAGE,
          Uids.ENHANCED_CT_IMAGE_STORAGE,
          Uids.ENHANCED_MR_IMAGE_STORAGE,
          Uids.ENCAPSULATED_PDF_STORAGE,
          Uids.BASIC_TEXT_SR_STORAGE,
          Uids.ENHANCED_SR_STORAGE,
          Uids.COMPREHENSIVE_SR_STORAGE,
          Uids.X_RAY_RADIATION_DOSE_SR_STORAGE,
          Uids.KEY_OBJECT_SELECTION_DOCUMENT_STORAGE,
          Uids.GRAYSCALE_SOFTCOPY_PRESENTATION_STATE_STORAGE,
          Uids.SEGMENTATION_STORAGE);

  private final Called called;
  private final Path out;
  private final Progress progress;
  private int written;
  private long bytes;

  public Getter(Called called, Path out, Progress progress) {
    this.called = called;
    this.out = out;
    this.progress = progress;
  }

  /** Files written so far. */
  public int written() {
    return written;
  }

  /** Fetches a study, or what of it is named; empty UIDs name nothing. */
  public GetResult get(String study, String series, String instance) throws IOException {
    DataSet identifier = new DataSet();
    String level = instance.isEmpty() ? series.isEmpty() ? "STUDY" : "SERIES" : "IMAGE";
    identifier.putString(Tag.QUERY_RETRIEVE_LEVEL, level);
    identifier.putString(Tag.STUDY_INSTANCE_UID, study);
    if (!series.isEmpty()) {
      identifier.putString(Tag.SERIES_INSTANCE_UID, series);
    }
    if (!instance.isEmpty()) {
      identifier.putString(Tag.SOP_INSTANCE_UID, instance);
    }
    Files.createDirectories(out);
    try (Association association = called.open(request(classes(study)))) {
      return association.get(GET, identifier, this);
    } catch (AssociationException e) {
      throw called.explained(e);
    } finally {
      progress.end();
    }
  }

  private List<String> classes(String study) {
    Set<String> found = new TreeSet<>();
    DataSet query = new DataSet();
    query.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
    query.putString(Tag.STUDY_INSTANCE_UID, study);
    query.putEmpty(Tag.SOP_CLASSES_IN_STUDY);
    try (Association association = called.open(called.request().propose(FIND, PLAIN))) {
      association.find(FIND, query, match -> found.addAll(match.strings(Tag.SOP_CLASSES_IN_STUDY)));
    } catch (UserError e) {
      throw e;
    } catch (IOException e) {
      // Without a grant to find, the usual classes have to do.
    }
    found.remove("");
    return found.isEmpty() ? USUAL_CLASSES : List.copyOf(found);
  }

  /** One context per class and syntax, as many syntaxes as there is room for. */
  private AssociateRequestSpec request(List<String> classes) {
    AssociateRequestSpec request = called.request().propose(GET, PLAIN);
    List<String> syntaxes = syntaxes();
    int each = Math.clamp((MAX_CONTEXTS - 1) / classes.size(), 1, syntaxes.size());
    for (String sopClass : classes) {
      if (request.contexts().size() + each > MAX_CONTEXTS) {
        break;
      }
      request = request.alsoScpOf(sopClass);
      for (String syntax : syntaxes.subList(0, each)) {
        request = request.propose(sopClass, List.of(syntax));
      }
    }
    return request;
  }

  /** Every transfer syntax, those met most often first. */
  private static List<String> syntaxes() {
    List<String> order =
        new ArrayList<>(
            List.of(
                Uids.EXPLICIT_VR_LITTLE_ENDIAN,
                Uids.IMPLICIT_VR_LITTLE_ENDIAN,
                Uids.JPEG2000_LOSSLESS,
                Uids.JPEG_LOSSLESS_SV1,
                Uids.JPEG_BASELINE8_BIT,
                Uids.JPEG2000,
                Uids.JPEGLS_LOSSLESS,
                Uids.RLE_LOSSLESS,
                Uids.JPEGLS_NEAR_LOSSLESS,
                Uids.JPEG_EXTENDED12_BIT,
                Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                Uids.EXPLICIT_VR_BIG_ENDIAN));
    UidRegistry.ofType(UidType.TRANSFER_SYNTAX).stream()
        .filter(uid -> !order.contains(uid))
        .forEach(order::add);
    return order;
  }

  @Override
  public Reply store(StoreRequest request, InputStream dataSet) throws IOException {
    String uid = request.sopInstance();
    // The name of a file is made from what a peer sent: only a UID passes.
    if (!Uid.isUsable(uid)) {
      return Reply.of(Status.INVALID_SOP_INSTANCE);
    }
    TransferSyntax syntax =
        TransferSyntax.of(request.transferSyntax())
            .orElseGet(() -> TransferSyntax.encapsulated(request.transferSyntax()));
    Path part = out.resolve(uid + ".part");
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(part), 1 << 17)) {
      Part10.writeHeader(file, request.sopClass(), uid, syntax);
      bytes += dataSet.transferTo(file);
    }
    Files.move(part, out.resolve(uid + ".dcm"), StandardCopyOption.REPLACE_EXISTING);
    written++;
    return Reply.of(Status.SUCCESS);
  }

  @Override
  public void progress(SubOperations counts) {
    progress.total(counts.remaining() + counts.completed() + counts.failed() + counts.warning());
    progress.done(written, bytes);
  }
}
