package huisclos.pixels.sandbox;

/** What a decoded frame must be like: anything else is damage. */
record Request(int library, int rows, int columns, int samples, int cellBits, int length) {
  long decodedBytes() {
    return (long) rows * columns * samples * (cellBits / 8);
  }
}
