package huisclos.net.internal;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.DicomException;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.TransferSyntax;
import huisclos.net.AcceptedContext;
import huisclos.net.AssociationException;
import huisclos.net.Ending;
import huisclos.net.NetLimits;
import huisclos.net.PDataTf;
import huisclos.net.Pdu;
import huisclos.net.PduLimits;
import huisclos.net.Pdv;
import huisclos.net.ReleaseRp;
import huisclos.net.ReleaseRq;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  private final LookAhead ahead = new LookAhead(this::readMessage);
  private final HeldMemory memory;
  private long held;
  private int freeBytes = HeldMemory.FREE_BYTES;
  private int lastMessageId;

  /** A channel with memory of its own. */
  public DimseChannel(
      UpperLayer layer, Collection<AcceptedContext> contexts, long peerMaximum, NetLimits limits) {
    this(layer, contexts, peerMaximum, limits, HeldMemory.ofHeap());
  }

  /**
   * @param peerMaximum the peer's maximum length, 0 for none
   * @param memory what it shares with other channels
   */
  DimseChannel(
      UpperLayer layer,
      Collection<AcceptedContext> contexts,
      long peerMaximum,
      NetLimits limits,
      HeldMemory memory) {
    this.memory = memory;
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
    try {
      return ahead.next();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw abort(Ending.Cause.LOCAL_REQUEST);
    }
  }

  /** Likewise, if it comes within this time; what comes later is kept. */
  Optional<Optional<Message>> nextWithin(Duration time) throws AssociationException {
    lookAhead(0);
    try {
      awaitArrival(time);
    } finally {
      lookAheadEnds();
    }
    return ahead.ready() ? Optional.of(next()) : Optional.empty();
  }

  /**
   * Lets another thread read while this one works, so that a C-CANCEL-RQ is heard. What else comes
   * is kept for {@link #next}.
   */
  void lookAhead(int messageId) {
    layer.busy(true);
    ahead.begin(messageId, true);
  }

  /** The work is done: the peer has to be heard again within the idle time. */
  void lookAheadEnds() {
    ahead.end();
    layer.busy(false);
  }

  /** An operation begins that itself calls {@link #next}. */
  void begin(int messageId) {
    ahead.begin(messageId, false);
  }

  /** While another thread reads, waits until it has read something, at most so long. */
  void awaitArrival(Duration time) throws AssociationException {
    try {
      ahead.await(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw abort(Ending.Cause.LOCAL_REQUEST);
    }
  }

  /** Whether the operation that began last was cancelled. */
  boolean cancelled() {
    return ahead.cancelled();
  }

  /** Whether the peer is known to have asked for the release, or to be gone. */
  boolean peerLeft() {
    return ahead.left() || layer.ending().isPresent();
  }

  /** A C-CANCEL-RQ that came by {@link #next}. */
  void heardCancel(Message message) {
    ahead.cancel(message);
  }

  /** What was taken out of turn is next again. */
  void putBack(List<Message> messages) {
    ahead.putBack(messages);
  }

  /** Ids of the operations that we invoke. Of the association's thread. */
  int nextMessageId() {
    lastMessageId = lastMessageId % 0xFFFF + 1;
    return lastMessageId;
  }

  /** Sends a message without a data set. */
  void send(AcceptedContext context, Command command) throws AssociationException {
    try {
      writer.command(context.id(), command);
      writer.flush();
    } catch (AssociationException gone) {
      throw gone;
    } catch (IOException e) {
      throw new IllegalStateException("a command set is encoded in memory", e);
    }
  }

  /**
   * Sends a message with this data set, or nothing at all.
   *
   * @throws IOException if the data set can't be encoded; the association stands unless it is an
   *     {@link AssociationException}
   */
  void sendWith(AcceptedContext context, Command command, DataSet dataSet) throws IOException {
    int mark = writer.mark();
    try {
      writer.command(context.id(), command);
      OutputStream target = writer.dataSet(context.id());
      DataSetWriter.write(dataSet, target, syntax(context.transferSyntax()));
      target.close();
    } catch (IOException | RuntimeException e) {
      // What can't be encoded must not leave half a message behind.
      if (!writer.rollBack(mark) && layer.ending().isEmpty()) {
        throw abort(Ending.Cause.SOURCE_FAILED);
      }
      throw e;
    }
    writer.flush();
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
    return dataSet(message, limits.maxIdentifierBytes());
  }

  /**
   * Reads the data set of an N-operation, if there is one.
   *
   * @throws DicomException if it is malformed or too long; it is drained
   */
  Optional<DataSet> attributes(Message message) throws IOException {
    return message.command().hasDataSet()
        ? Optional.of(dataSet(message, PduLimits.MAX_ATTRIBUTES_BYTES))
        : Optional.empty();
  }

  private DataSet dataSet(Message message, int most) throws IOException {
    TransferSyntax syntax = syntax(message.context().transferSyntax());
    // Whoever reads another has done with the one before, or counts it itself.
    letGo();
    BoundedInput input = new BoundedInput(message.dataSet(), most, this::hold);
    try {
      return DataSetDecoder.read(input, syntax, ReadOptions.whole());
    } finally {
      message.dataSet().drain(limits.maxDrainBytes());
    }
  }

  private boolean hold(int bytes) {
    int free = Math.min(bytes, freeBytes);
    freeBytes -= free;
    int counted = bytes - free;
    boolean room = counted == 0 || memory.take(counted);
    held += room ? counted : 0;
    return room;
  }

  /** The operation that needed an identifier or attributes is over. Of the association's thread. */
  void letGo() {
    memory.giveBack(held);
    held = 0;
    freeBytes = HeldMemory.FREE_BYTES;
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
