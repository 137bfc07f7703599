package huisclos.probe.dimse;

import java.nio.ByteBuffer;

/** Where the data sets of an answer go: away, but for what a count needs of them. One thread. */
interface Drain {
  /** Takes nothing. */
  Drain AWAY =
      new Drain() {
        @Override
        public void begin(boolean explicitVr) {}

        @Override
        public void piece(ByteBuffer bytes) {}

        @Override
        public void end() {}
      };

  /** The data set of a match begins. */
  void begin(boolean explicitVr);

  /** A piece of it, valid only during the call. */
  void piece(ByteBuffer bytes);

  /** It is whole. */
  void end();
}
