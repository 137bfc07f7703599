package huisclos.net.internal;

import huisclos.net.AssociationException;
import huisclos.net.PduLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Cuts messages into P-DATA-TFs and writes as many of them at once as its buffer holds: a reply is
 * one write. Of one thread.
 */
final class MessageWriter {
  /** PDU header, then length, context id and control header of its one value. */
  private static final int OVERHEAD = PduLimits.HEADER_BYTES + 6;

  /** So that a command leaves together with the first fragments of its data set. */
  private static final int COMMAND_ROOM = 4 * 1024;

  private static final int FIRST_BUFFER_BYTES = 4 * 1024;

  /** Longest P-DATA-TF sent to a peer that sets no limit, and the least that is written at once. */
  static final int MAX_SENT_BYTES = 128 * 1024;

  private final UpperLayer layer;

  /** Most bytes of a fragment: even, as fragments of data sets are. */
  private final int capacity;

  private final int bufferLimit;
  private byte[] buffer = new byte[FIRST_BUFFER_BYTES];

  /** Whole PDUs, then the one being filled, if any. */
  private int used;

  private int open = -1;
  private boolean flushed;

  MessageWriter(UpperLayer layer, long peerMaximum) {
    this.layer = layer;
    long most = peerMaximum == 0 ? MAX_SENT_BYTES : Math.min(peerMaximum, MAX_SENT_BYTES);
    this.capacity = (int) (most - 6) & ~1;
    this.bufferLimit = MAX_SENT_BYTES + OVERHEAD + COMMAND_ROOM;
  }

  /** Adds a command set; {@link #flush} sends it. */
  void command(int contextId, Command command) throws IOException {
    byte[] bytes = command.encode();
    write(contextId, true, bytes, 0, bytes.length);
    finish();
  }

  /** Adds a data set. Closing the stream ends it; {@link #flush} sends what is left of it. */
  OutputStream dataSet(int contextId) {
    return new OutputStream() {
      private boolean closed;

      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        MessageWriter.this.write(contextId, false, source, offset, length);
      }

      @Override
      public void close() throws IOException {
        if (!closed) {
          closed = true;
          if (open < 0) {
            begin(contextId, false);
          }
          finish();
        }
      }
    };
  }

  /** Where to go back to; see {@link #rollBack}. */
  int mark() {
    flushed = false;
    return used;
  }

  /** Forgets what was added since the mark; false where part of it was sent already. */
  boolean rollBack(int mark) {
    if (flushed) {
      return false;
    }
    used = mark;
    open = -1;
    return true;
  }

  /** Sends what was added. */
  void flush() throws AssociationException {
    if (used > 0) {
      int length = used;
      used = 0;
      flushed = true;
      layer.send(buffer, 0, length);
    }
  }

  private void write(int contextId, boolean command, byte[] source, int offset, int length)
      throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (open >= 0 && used - open - OVERHEAD == capacity) {
        seal(false);
      }
      if (open < 0) {
        begin(contextId, command);
      }
      int count = Math.min(left, capacity - (used - open - OVERHEAD));
      grow(count);
      System.arraycopy(source, from, buffer, used, count);
      used += count;
      from += count;
      left -= count;
    }
  }

  /** Opens a PDU for which the buffer has room however long it gets. */
  private void begin(int contextId, boolean command) throws AssociationException {
    if (used + OVERHEAD + capacity > bufferLimit) {
      flush();
    }
    grow(OVERHEAD);
    open = used;
    buffer[open] = 4;
    buffer[open + 1] = 0;
    buffer[open + 10] = (byte) contextId;
    buffer[open + 11] = (byte) (command ? 1 : 0);
    used += OVERHEAD;
  }

  private void finish() {
    seal(true);
  }

  /** Fills in the lengths of the open PDU. */
  private void seal(boolean last) {
    int body = used - open - PduLimits.HEADER_BYTES;
    putInt(open + 2, body);
    putInt(open + 6, body - 4);
    if (last) {
      buffer[open + 11] |= 2;
    }
    open = -1;
  }

  private void putInt(int at, int value) {
    buffer[at] = (byte) (value >>> 24);
    buffer[at + 1] = (byte) (value >>> 16);
    buffer[at + 2] = (byte) (value >>> 8);
    buffer[at + 3] = (byte) value;
  }

  private void grow(int count) {
    if (buffer.length - used < count) {
      int wanted = Math.max(used + count, 4 * buffer.length);
      buffer = Arrays.copyOf(buffer, Math.min(wanted, bufferLimit));
    }
  }
}
