package huisclos.desk.web.wado;

import huisclos.archive.Derived;
import huisclos.dicom.FrameIndex;
import huisclos.pixels.PixelDescription;
import java.util.List;
import java.util.Optional;

/** Where the frames of an instance lie in its kept bytes. Immutable. */
sealed interface FrameMap extends Derived {
  /** How many frames there are. */
  int count();

  /** What the attributes say of the pixels as frames are sent, where that is enough to decode. */
  Optional<PixelDescription> description();

  /** No pixel data that consists of frames. */
  record None() implements FrameMap {
    @Override
    public Optional<PixelDescription> description() {
      return Optional.empty();
    }

    @Override
    public int count() {
      return 0;
    }

    @Override
    public long weight() {
      return 0;
    }
  }

  /**
   * Plain numbers, one frame after the other.
   *
   * @param tag of the element: integers, floats or doubles
   * @param offset where the value starts, in bytes of the (inflated) data set
   * @param length of the value, bytes
   * @param frameBits of one frame; at one bit a pixel frames needn't start with a byte
   * @param unit bytes of a number whose order has to be turned; 1 where it hasn't
   * @param description of the numbers in little endian
   */
  record Native(
      int tag,
      long offset,
      long length,
      long frameBits,
      int count,
      int unit,
      Optional<PixelDescription> description)
      implements FrameMap {
    @Override
    public long weight() {
      return 64;
    }

    /** Bytes of one frame as it is sent. */
    long frameBytes() {
      return Math.ceilDiv(frameBits, 8);
    }
  }

  /**
   * Fragments.
   *
   * @param base where the first item after the basic offset table starts
   * @param frames in their order; where nothing says which fragments a frame has, one with all
   * @param told whether frames can be told apart
   * @param description what the attributes say of the pixels, where that is enough to decode them
   */
  record Encapsulated(
      long base,
      List<FrameIndex.Frame> frames,
      boolean told,
      Optional<PixelDescription> description)
      implements FrameMap {
    public Encapsulated {
      frames = List.copyOf(frames);
    }

    @Override
    public int count() {
      return told ? frames.size() : 0;
    }

    @Override
    public long weight() {
      return 64 + 48L * frames.size();
    }
  }
}
