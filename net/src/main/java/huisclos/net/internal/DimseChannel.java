package huisclos.net.internal;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DicomException;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.TransferSyntax;
import huisclos.net.AcceptedContext;
import huisclos.net.AssociationException;
import huisclos.net.Ending;
import huisclos.net.NetLimits;
import huisclos.net.PDataTf;
import huisclos.net.Pdu;
import huisclos.net.Pdv;
import huisclos.net.ReleaseRp;
import huisclos.net.ReleaseRq;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * DIMSE messages over an established association, either side (PS3.7 §6.3, PS3.8 Annex E). One
 * thread at a time reads, which may be a look-ahead's; one writes.
 */
public final class DimseChannel {
  private final UpperLayer layer;
  private final NetLimits limits;
  private final Map<Integer, AcceptedContext> contexts = new HashMap<>();
  private final long peerMaximum;
  private final MessageWriter writer;

  private Iterator<Pdv> values = Collections.emptyIterator();
  private @Nullable FutureTask<Optional<Message>> ahead;
  private volatile boolean cancelled;

  /**
   * @param peerMaximum the peer's maximum length, 0 for none
   */
  public DimseChannel(
      UpperLayer layer, Collection<AcceptedContext> contexts, long peerMaximum, NetLimits limits) {
    this.layer = layer;
    this.limits = limits;
    contexts.forEach(context -> this.contexts.put(context.id(), context));
    this.peerMaximum = peerMaximum;
    this.writer = new MessageWriter(layer, peerMaximum);
  }

  Collection<AcceptedContext> contexts() {
    return contexts.values();
  }

  NetLimits limits() {
    return limits;
  }

  MessageWriter writer() {
    return writer;
  }

  /** A writer for another thread; what it flushes must be whole messages of one PDU. */
  MessageWriter anotherWriter() {
    return new MessageWriter(layer, peerMaximum);
  }

  UpperLayer layer() {
    return layer;
  }

  /** The next message; empty when the peer asks for the release. */
  Optional<Message> next() throws AssociationException {
    FutureTask<Optional<Message>> reading = ahead;
    if (reading == null) {
      return readMessage();
    }
    ahead = null;
    try {
      return reading.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssociationException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw abort(Ending.Cause.LOCAL_REQUEST);
    }
  }

  /**
   * Lets another thread read while this one works, so that a C-CANCEL-RQ is heard. What else comes
   * is kept for {@link #next}.
   */
  void lookAhead(int messageId) {
    cancelled = false;
    layer.busy(true);
    FutureTask<Optional<Message>> reading =
        new FutureTask<>(() -> {
          while (true) {
            Optional<Message> message = readMessage();
            if (message.isEmpty() || !message.get().command().is(CommandField.C_CANCEL)) {
              return message;
            }
            if (message.get().command().cancels(messageId)) {
              cancelled = true;
            }
          }
        });
    ahead = reading;
    Thread.ofVirtual().name("huisclos-net-look-ahead").start(reading);
  }

  /** The work is done: the peer has to be heard again within the idle time. */
  void lookAheadEnds() {
    layer.busy(false);
  }

  /** Whether the operation of the last {@link #lookAhead} was cancelled. */
  boolean cancelled() {
    return cancelled;
  }

  private Optional<Message> readMessage() throws AssociationException {
    byte[] command = new byte[512];
    int size = 0;
    int contextId = 0;
    while (true) {
      Optional<Pdv> value = nextValue();
      if (value.isEmpty()) {
        if (size > 0) {
          throw abort(Ending.Cause.PROTOCOL_VIOLATION);
        }
        return Optional.empty();
      }
      Pdv part = value.get();
      int length = part.value().remaining();
      if (!part.command() || (contextId != 0 && contextId != part.contextId())) {
        throw abort(Ending.Cause.PROTOCOL_VIOLATION);
      }
      if (length > Command.MAX_BYTES - size) {
        throw abort(Ending.Cause.LIMIT);
      }
      if (length > command.length - size) {
        command = Arrays.copyOf(command, Math.max(size + length, 2 * command.length));
      }
      part.value().get(command, size, length);
      size += length;
      contextId = part.contextId();
      if (part.last()) {
        return Optional.of(message(contextId, command, size));
      }
    }
  }

  private Message message(int contextId, byte[] bytes, int size) throws AssociationException {
    AcceptedContext context = contexts.get(contextId);
    if (context == null) {
      throw abort(Ending.Cause.PROTOCOL_VIOLATION);
    }
    Command command;
    try {
      command = Command.read(bytes, size);
    } catch (IOException e) {
      throw abort(Ending.Cause.PROTOCOL_VIOLATION);
    }
    PdvInputStream dataSet =
        new PdvInputStream(this, contextId, command.hasDataSet(), limits.maxDataSetBytes());
    return new Message(context, command, dataSet);
  }

  /** The next fragment of a data set. */
  Pdv nextDataValue(int contextId) throws AssociationException {
    Optional<Pdv> value = nextValue();
    if (value.isEmpty() || value.get().command() || value.get().contextId() != contextId) {
      throw abort(Ending.Cause.PROTOCOL_VIOLATION);
    }
    return value.get();
  }

  /** The next fragment of whatever; empty when the peer asks for the release. */
  private Optional<Pdv> nextValue() throws AssociationException {
    while (!values.hasNext()) {
      Pdu pdu = layer.receive();
      switch (pdu) {
        case PDataTf data -> values = data.values().iterator();
        case ReleaseRq _ -> {
          return Optional.empty();
        }
        case ReleaseRp _ -> throw layer.gone();
        default -> throw new IllegalStateException("indicated in an established association");
      }
    }
    return Optional.of(values.next());
  }

  /**
   * Reads a whole identifier.
   *
   * @throws DicomException if it is malformed or longer than an identifier may be; it is drained
   */
  DataSet identifier(Message message) throws IOException {
    TransferSyntax syntax = syntax(message.context().transferSyntax());
    BoundedInput input = new BoundedInput(message.dataSet(), limits.maxIdentifierBytes());
    try {
      return DataSetDecoder.read(input, syntax, ReadOptions.whole());
    } finally {
      message.dataSet().drain(limits.maxDrainBytes());
    }
  }

  static TransferSyntax syntax(String uid) {
    return TransferSyntax.of(uid).orElseGet(() -> TransferSyntax.encapsulated(uid));
  }

  /** Aborts the association; what to throw. */
  AssociationException abort(Ending.Cause cause) {
    layer.abort(cause);
    return layer.gone();
  }
}
