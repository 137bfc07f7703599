package huisclos.desk.dimse;

import huisclos.archive.Archive;
import huisclos.archive.ArchiveException;
import huisclos.archive.StoredInstance;
import huisclos.gate.Pass;
import huisclos.net.DataSetSource;
import huisclos.net.GetReply;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Sends selected instances as sub-operations of a C-GET (PS3.4 §C.4.3): each in the syntax it is
 * stored in, where the requestor takes that; else it fails, by itself. Of the association's thread
 * only.
 */
final class Retrieval {
  private static final int BUFFER_BYTES = 1 << 17;

  private final Archive archive;
  private final Pass pass;
  private final GetReply out;

  Retrieval(Archive archive, Pass pass, GetReply out) {
    this.archive = archive;
    this.pass = pass;
    this.out = out;
  }

  /** Sends them all, unless it is cancelled; the counts are kept by {@code out}. */
  Reply send(List<StoredInstance> instances) throws IOException {
    out.total(instances.size());
    for (StoredInstance instance : instances) {
      if (out.cancelled()) {
        return Reply.of(Status.CANCEL);
      }
      int status =
          out.subOperation(
              instance.sopClass(),
              instance.sopInstance(),
              instance.transferSyntax(),
              new Unsealed(instance));
      if (status == Status.NOT_NEGOTIATED) {
        out.failed(instance.sopInstance());
      }
    }
    return Reply.of(Status.SUCCESS);
  }

  /** An instance's data set, unsealed while it is sent. */
  private final class Unsealed implements DataSetSource {
    private final StoredInstance instance;

    Unsealed(StoredInstance instance) {
      this.instance = instance;
    }

    @Override
    public long length() {
      return instance.length();
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
      try (InputStream in = archive.open(pass, instance)) {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          target.write(buffer, 0, n);
        }
      } catch (ArchiveException e) {
        throw new IOException("a stored object can't be read", e);
      }
    }
  }
}
