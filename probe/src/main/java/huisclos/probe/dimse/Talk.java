package huisclos.probe.dimse;

import huisclos.dicom.Uids;
import huisclos.net.Abort;
import huisclos.net.AssociateAc;
import huisclos.net.PDataTf;
import huisclos.net.Pdu;
import huisclos.net.PduException;
import huisclos.net.PduReader;
import huisclos.net.PduWriter;
import huisclos.net.Pdv;
import huisclos.net.ReleaseRp;
import huisclos.net.ReleaseRq;
import huisclos.net.Status;
import huisclos.probe.finding.Rung;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Line;
import huisclos.probe.wire.Purpose;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A standing association, one question at a time. Data sets of answers are never decoded here: each
 * piece goes to a {@link Drain} and is overwritten by the next. Of one thread.
 */
final class Talk implements AutoCloseable {
  /** Longest data set of one match that is drained, bytes. */
  static final long MAX_MATCH_BYTES = 1L << 20;

  /** Most reports on the progress of an operation that has nothing to do. */
  private static final long MAX_PROGRESS = 1_000;

  /** Longest PDU we send, and shortest that a peer may insist on. */
  private static final int MOST_SENT = 16_384;

  private static final int LEAST_SENT = 128;
  private static final int PDV_HEADER = 6;

  private final Line line;
  private final PduReader reader;
  private final Rung rung;
  private final AssociateAc accepted;
  private final List<String> proposed;
  private final byte[] command = new byte[CommandSet.MAX_BYTES];
  private int lastId;
  private boolean usable = true;

  Talk(Line line, PduReader reader, Rung rung, AssociateAc accepted, List<String> proposed) {
    this.line = line;
    this.reader = reader;
    this.rung = rung;
    this.accepted = accepted;
    this.proposed = proposed;
  }

  /** What the peer answered. */
  AssociateAc accepted() {
    return accepted;
  }

  /** Whether the association can carry another question. */
  boolean usable() {
    return usable;
  }

  /** Whether this abstract syntax was accepted in a transfer syntax of ours. */
  boolean takes(String abstractSyntax) {
    return explicit(abstractSyntax).isPresent();
  }

  /** Whether values carry their VRs in the context of this abstract syntax; empty without one. */
  private Optional<Boolean> explicit(String abstractSyntax) {
    int id = id(abstractSyntax);
    return accepted.contexts().stream()
        .filter(context -> context.id() == id && context.accepted())
        .filter(context -> Offer.speaks(context.transferSyntax()))
        .map(context -> context.transferSyntax().equals(Uids.EXPLICIT_VR_LITTLE_ENDIAN))
        .findFirst();
  }

  private int id(String abstractSyntax) {
    return 2 * proposed.indexOf(abstractSyntax) + 1;
  }

  /** Asks a C-FIND and drains its answers, at most so many; then it is cancelled and over. */
  Outcome find(Purpose purpose, Optional<Purpose> cancel, Ask ask, Drain drain, long most)
      throws DialException {
    return ask(purpose, cancel, CommandSet.C_FIND, ask, "", drain, most);
  }

  /** Asks a C-GET that nothing can be sent for, as no context for it was proposed. */
  Outcome get(Purpose purpose, Ask ask) throws DialException {
    return ask(purpose, Optional.empty(), CommandSet.C_GET, ask, "", Drain.AWAY, MAX_PROGRESS);
  }

  /** Stores an object. */
  Outcome store(Purpose purpose, Ask object, String sopInstance) throws DialException {
    return ask(
        purpose,
        Optional.empty(),
        CommandSet.C_STORE,
        object,
        sopInstance,
        Drain.AWAY,
        MAX_PROGRESS);
  }

  private Outcome ask(
      Purpose purpose,
      Optional<Purpose> cancel,
      int field,
      Ask ask,
      String sopInstance,
      Drain drain,
      long most)
      throws DialException {
    boolean explicit = explicit(ask.sopClass()).orElseThrow();
    Matches matches = new Matches();
    try {
      lastId = lastId % 0xFFFF + 1;
      byte[] request = CommandSet.request(field, lastId, ask.sopClass(), sopInstance);
      line.send(purpose, message(id(ask.sopClass()), request, ask.encoded(explicit)));
      Outcome outcome = answers(field, explicit, drain, most, matches);
      if (outcome instanceof Outcome.Lost(Outcome.How how, long _)
          && how == Outcome.How.TOO_MANY
          && cancel.isPresent()) {
        byte[] end = CommandSet.cancel(lastId);
        line.send(cancel.orElseThrow(), message(id(ask.sopClass()), end, new byte[0]));
        usable = false;
      }
      return outcome;
    } catch (DialException e) {
      usable = false;
      throw e;
    } catch (IOException e) {
      usable = false;
      return new Outcome.Lost(how(e), matches.count);
    }
  }

  private static final class Matches {
    private long count;
  }

  private static Outcome.How how(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ -> Outcome.How.SILENT;
      case PduException _ -> Outcome.How.BROKEN;
      default -> Outcome.How.CLOSED;
    };
  }

  private Outcome answers(int field, boolean explicit, Drain drain, long most, Matches matches)
      throws IOException {
    Inbox inbox = new Inbox(explicit, drain);
    while (true) {
      Pdu pdu = reader.read();
      switch (pdu) {
        case Abort _ -> {
          usable = false;
          return new Outcome.Lost(Outcome.How.ABORTED, matches.count);
        }
        case PDataTf data -> {
          for (Pdv value : data.values()) {
            Optional<CommandSet.Answer> answer = inbox.take(value);
            if (answer.isEmpty()) {
              continue;
            }
            CommandSet.Answer said = answer.orElseThrow();
            if (said.field() != (field | CommandSet.RESPONSE)
                || said.respondedTo() != lastId
                || said.status().isEmpty()) {
              usable = false;
              return new Outcome.Lost(Outcome.How.BROKEN, matches.count);
            }
            int status = said.status().orElseThrow();
            if (!Status.isPending(status)) {
              return new Outcome.Final(name(field), status, matches.count, said.completed());
            }
            if (++matches.count >= most) {
              usable = false;
              return new Outcome.Lost(Outcome.How.TOO_MANY, matches.count);
            }
          }
        }
        default -> {
          usable = false;
          return new Outcome.Lost(
              pdu instanceof ReleaseRq ? Outcome.How.CLOSED : Outcome.How.BROKEN, matches.count);
        }
      }
    }
  }

  private static String name(int field) {
    return switch (field) {
      case CommandSet.C_FIND -> "C-FIND-RSP";
      case CommandSet.C_GET -> "C-GET-RSP";
      default -> "C-STORE-RSP";
    };
  }

  /** Puts PDVs together to answers: a command is kept until it is whole, a data set drained. */
  private final class Inbox {
    private final boolean explicit;
    private final Drain drain;
    private int length;
    private boolean awaitsData;
    private boolean begun;
    private long drained;
    private Optional<CommandSet.Answer> last = Optional.empty();

    Inbox(boolean explicit, Drain drain) {
      this.explicit = explicit;
      this.drain = drain;
    }

    /** An answer, once it and its data set are whole. */
    Optional<CommandSet.Answer> take(Pdv value) throws PduException {
      ByteBuffer bytes = value.value();
      if (value.command() == awaitsData) {
        throw broken("command and data set out of turn");
      }
      if (value.command()) {
        if (bytes.remaining() > command.length - length) {
          throw broken("command set longer than its limit");
        }
        int size = bytes.remaining();
        bytes.get(command, length, size);
        length += size;
        return value.last() ? whole() : Optional.empty();
      }
      drained += bytes.remaining();
      if (drained > MAX_MATCH_BYTES) {
        throw broken("data set longer than its limit");
      }
      if (!begun) {
        drain.begin(explicit);
        begun = true;
      }
      drain.piece(bytes);
      if (!value.last()) {
        return Optional.empty();
      }
      drain.end();
      awaitsData = false;
      return last;
    }

    private Optional<CommandSet.Answer> whole() {
      CommandSet.Answer answer = CommandSet.read(command, length);
      Arrays.fill(command, 0, length, (byte) 0);
      length = 0;
      awaitsData = answer.dataSet();
      begun = false;
      drained = 0;
      last = Optional.of(answer);
      return awaitsData ? Optional.empty() : last;
    }

    private static PduException broken(String rule) {
      return new PduException(Abort.UNEXPECTED_PDU_PARAMETER, rule, 0);
    }
  }

  private byte[] message(int contextId, byte[] commandSet, byte[] dataSet) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(commandSet.length + dataSet.length + 64);
    fragments(all, contextId, true, commandSet);
    if (dataSet.length > 0) {
      fragments(all, contextId, false, dataSet);
    }
    return all.toByteArray();
  }

  private void fragments(ByteArrayOutputStream all, int contextId, boolean isCommand, byte[] of) {
    long told = accepted.maximumLength();
    long most = told == 0 ? MOST_SENT : Math.clamp(told, LEAST_SENT, MOST_SENT);
    int step = (int) most - PDV_HEADER;
    for (int from = 0; from < of.length; from += step) {
      int size = Math.min(step, of.length - from);
      boolean last = from + size == of.length;
      Pdv value = new Pdv(contextId, isCommand, last, ByteBuffer.wrap(of, from, size));
      all.writeBytes(PduWriter.encode(new PDataTf(List.of(value))));
    }
  }

  /** Releases in good order where it can, and hangs up. */
  @Override
  public void close() {
    try {
      if (usable) {
        usable = false;
        line.send(Asks.release(rung), PduWriter.encode(new ReleaseRq()));
        if (!(reader.read() instanceof ReleaseRp)) {
          throw new EOFException("no release");
        }
      }
    } catch (IOException e) {
      // It ends either way, and all it was for is known.
    } finally {
      reader.clear();
      line.close();
    }
  }
}
