package huisclos.app.client;

import huisclos.app.UserError;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.net.Association;
import huisclos.net.AssociationException;
import huisclos.net.MoveResult;
import huisclos.net.SubOperations;
import java.io.IOException;
import java.util.List;

/** Asks for C-MOVE. */
public final class Mover {
  private static final String MOVE = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE;

  private final Called called;
  private final Progress progress;

  public Mover(Called called, Progress progress) {
    this.called = called;
    this.progress = progress;
  }

  /** Has a study, or what of it is named, moved; empty UIDs name nothing. */
  public MoveResult move(String destination, String study, String series, String instance)
      throws IOException {
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
    List<String> syntaxes = List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN);
    try (Association association = called.open(called.request().propose(MOVE, syntaxes))) {
      return association.move(MOVE, destination, identifier, this::progress);
    } catch (IllegalArgumentException e) {
      throw UserError.usage(
          destination + " is no AE title", "1 to 16 printable ASCII characters, no backslash");
    } catch (AssociationException e) {
      throw called.explained(e);
    } finally {
      progress.end();
    }
  }

  private void progress(SubOperations counts) {
    int done = counts.completed() + counts.failed() + counts.warning();
    progress.total(counts.remaining() + done);
    progress.done(done, 0);
  }
}
