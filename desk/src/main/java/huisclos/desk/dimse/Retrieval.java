package huisclos.desk.dimse;

import huisclos.archive.ArchiveException;
import huisclos.archive.Departure;
import huisclos.archive.Departures;
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
 * stored in, where the requestor takes that; else converted or transcoded, where there is a way;
 * else it fails, by itself: a damaged one is found out before anything of it is sent. Of the
 * association's thread only.
 */
final class Retrieval {
  private final Departures departures;
  private final Pass pass;
  private final GetReply out;

  Retrieval(Departures departures, Pass pass, GetReply out) {
    this.departures = departures;
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
        departures.choose(instance.transferSyntax(), out.transferSyntaxes(instance.sopClass()));
    if (syntax.isEmpty()) {
      out.failed(instance.sopInstance());
      return;
    }
    switch (prepared(instance, syntax.get())) {
      case Departure.Refused _ -> out.failed(instance.sopInstance());
      case Departure.Ready ready -> {
        try (ready) {
          send(instance, syntax.get(), ready);
        }
      }
    }
  }

  /** One that can't be read fails by itself, as long as nothing of it was sent. */
  private Departure prepared(StoredInstance instance, String syntax) {
    try {
      return departures.prepare(pass, instance, syntax);
    } catch (IOException _) {
      return new Departure.Refused("it can't be read here", true);
    }
  }

  private void send(StoredInstance instance, String syntax, Departure.Ready ready)
      throws IOException {
    int status =
        out.subOperation(instance.sopClass(), instance.sopInstance(), syntax, new Unsealed(ready));
    if (status == Status.NOT_NEGOTIATED) {
      out.failed(instance.sopInstance());
    }
  }

  /** An instance's data set, unsealed and, if need be, converted while it is sent. */
  private record Unsealed(Departure.Ready ready) implements DataSetSource {
    @Override
    public long length() {
      return ready.length();
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
      try {
        ready.writer().writeTo(target);
      } catch (ArchiveException e) {
        throw new IOException("a stored object can't be read", e);
      }
    }
  }
}
