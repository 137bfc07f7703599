package huisclos.pixels.sandbox;

/** What a frame is like: a decoded one that is anything else is damaged. */
record Request(
    int task, int rows, int columns, int samples, int cellBits, int bits, int flags, int length) {
  long decodedBytes() {
    return (long) rows * columns * samples * (cellBits / 8);
  }

  boolean encodes() {
    return task == Message.TO_OPENJPEG || task == Message.TO_CHARLS;
  }

  boolean byOpenJpeg() {
    return task == Message.OPENJPEG || task == Message.TO_OPENJPEG;
  }

  boolean signed() {
    return (flags & Message.SIGNED) != 0;
  }

  boolean rgb() {
    return (flags & Message.RGB) != 0;
  }
}
