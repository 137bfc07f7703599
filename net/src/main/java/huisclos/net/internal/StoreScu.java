package huisclos.net.internal;

import huisclos.dicom.Tag;
import huisclos.net.AcceptedContext;
import huisclos.net.AssociationException;
import huisclos.net.DataSetSource;
import huisclos.net.Ending;
import huisclos.net.MoveOriginator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** The invoking side of C-STORE, as an operation of its own or as a C-GET's sub-operation. */
public final class StoreScu {
  /** What was to be sent could not be read, and nothing of it has left. */
  public static final class SourceFailed extends IOException {
    private static final long serialVersionUID = 1L;

    SourceFailed(Throwable cause) {
      super("the data set could not be read", cause);
    }
  }

  private StoreScu() {}

  /**
   * Sends the request and its data set.
   *
   * @param originator whose C-MOVE this is part of
   * @throws SourceFailed if the source failed before anything of the message was sent
   * @throws AssociationException if the association is gone, also because the source failed later
   */
  static void send(
      DimseChannel channel,
      AcceptedContext context,
      int messageId,
      String sopInstance,
      DataSetSource source,
      Optional<MoveOriginator> originator)
      throws IOException {
    MessageWriter writer = channel.writer();
    int mark = writer.mark();
    Command request =
        Command.request(CommandField.C_STORE, messageId, context.abstractSyntax(), true)
            .with(Tag.AFFECTED_SOP_INSTANCE_UID, sopInstance);
    originator.ifPresent(whose ->
        request
            .with(Tag.MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE, whose.aet())
            .with(Tag.MOVE_ORIGINATOR_MESSAGE_ID, whose.messageId()));
    writer.command(context.id(), request);
    OutputStream target = writer.dataSet(context.id());
    try {
      source.writeTo(target);
    } catch (AssociationException gone) {
      throw gone;
    } catch (IOException | RuntimeException e) {
      if (writer.rollBack(mark)) {
        throw new SourceFailed(e);
      }
      throw channel.abort(Ending.Cause.SOURCE_FAILED);
    }
    target.close();
    writer.flush();
  }
}
