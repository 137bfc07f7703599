package huisclos.desk.dimse;

import huisclos.archive.Archive;
import huisclos.archive.ArchiveException;
import huisclos.archive.Conversion;
import huisclos.archive.StoredInstance;
import huisclos.gate.Pass;
import huisclos.net.DataSetSource;
import huisclos.net.GetReply;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Sends selected instances as sub-operations of a C-GET (PS3.4 §C.4.3): each in the syntax it is
 * stored in, where the requestor takes that; else converted, where there is a way; else it fails,
 * by itself. Of the association's thread only.
 */
final class Retrieval {
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
      send(instance);
    }
    return Reply.of(Status.SUCCESS);
  }

  private void send(StoredInstance instance) throws IOException {
    Optional<String> syntax =
        Conversion.choose(instance.transferSyntax(), out.transferSyntaxes(instance.sopClass()));
    if (syntax.isEmpty()) {
      out.failed(instance.sopInstance());
      return;
    }
    int status =
        out.subOperation(
            instance.sopClass(),
            instance.sopInstance(),
            syntax.get(),
            new Unsealed(instance, syntax.get()));
    if (status == Status.NOT_NEGOTIATED) {
      out.failed(instance.sopInstance());
    }
  }

  /** An instance's data set, unsealed and, if need be, converted while it is sent. */
  private final class Unsealed implements DataSetSource {
    private final StoredInstance instance;
    private final String syntax;

    Unsealed(StoredInstance instance, String syntax) {
      this.instance = instance;
      this.syntax = syntax;
    }

    @Override
    public long length() {
      return Conversion.length(instance, syntax);
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
      try {
        Conversion.copy(archive, pass, instance, syntax, target);
      } catch (ArchiveException e) {
        throw new IOException("a stored object can't be read", e);
      }
    }
  }
}
