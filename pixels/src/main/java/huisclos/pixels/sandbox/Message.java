package huisclos.pixels.sandbox;

/**
 * What goes over the pipes. A request is eight numbers (what is to be done, rows, columns, samples
 * a pixel, bits of a cell, stored bits of a sample, flags, bytes of the frame) and the frame, coded
 * or to be coded; an answer is a status and, if that is {@link #DECODED}, the code stream's bits a
 * sample and exactly the decoded frame's bytes; if it is {@link #ENCODED}, the coded frame's length
 * and bytes. Numbers are of 32 bits, big endian.
 */
final class Message {
  static final int OPENJPEG = 0;
  static final int CHARLS = 1;
  static final int TO_OPENJPEG = 2;
  static final int TO_CHARLS = 3;

  /** Flags of a frame to be coded: samples are two's complement. */
  static final int SIGNED = 1;

  /** … and are red, green and blue. */
  static final int RGB = 2;

  static final int DECODED = 0x0D1C0;
  static final int DAMAGED = 0x0D1C1;
  static final int NO_LIBRARY = 0x0D1C2;
  static final int ENCODED = 0x0D1C3;

  /** Bytes moved at a time. */
  static final int SLICE = 64 << 10;

  private Message() {}
}
