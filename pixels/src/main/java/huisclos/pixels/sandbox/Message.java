package huisclos.pixels.sandbox;

/**
 * What goes over the pipes. A request is six numbers (the library's ordinal, rows, columns, samples
 * a pixel, bits of a cell, bytes of the coded frame) and the coded frame; an answer is a status
 * and, if that is {@link #DECODED}, the code stream's bits a sample and exactly the decoded frame's
 * bytes. Numbers are of 32 bits, big endian.
 */
final class Message {
  static final int OPENJPEG = 0;
  static final int CHARLS = 1;

  static final int DECODED = 0x0D1C0;
  static final int DAMAGED = 0x0D1C1;
  static final int NO_LIBRARY = 0x0D1C2;

  /** Bytes moved at a time. */
  static final int SLICE = 64 << 10;

  private Message() {}
}
