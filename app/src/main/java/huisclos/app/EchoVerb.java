package huisclos.app;

import huisclos.app.client.Called;
import huisclos.dicom.Uids;
import huisclos.net.Association;
import huisclos.net.AssociationException;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code huisclos echo}: is the archive there, and does it know this identity? */
@Command(
    name = "echo",
    description = "Ask an archive whether it is there and knows this identity (C-ECHO).",
    mixinStandardHelpOptions = true)
final class EchoVerb implements Callable<Integer> {
  @Mixin private final CalledOptions options = new CalledOptions();

  @Override
  public Integer call() throws IOException {
    Called called = options.called();
    long start = System.nanoTime();
    try (Association association =
        called.open(
            called.request().propose(Uids.VERIFICATION, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN)))) {
      Reply reply = association.echo();
      long millis = (System.nanoTime() - start) / 1_000_000;
      association.release();
      System.out.println(
          "%s at %s:%d answered %s in %d ms"
              .formatted(
                  called.aet(),
                  called.host(),
                  called.port(),
                  Status.format(reply.status()),
                  millis));
      return reply.success() ? 0 : UserError.REFUSED;
    } catch (AssociationException e) {
      throw called.explained(e);
    }
  }
}
