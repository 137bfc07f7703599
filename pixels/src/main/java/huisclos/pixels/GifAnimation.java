package huisclos.pixels;

import huisclos.pixels.RenderRequest.ImageType;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Several pictures as one animated GIF that runs for ever (image/gif, PS3.18 §8.7.3). One picture
 * at a time is held. Of one thread; to be closed by its maker.
 */
public final class GifAnimation implements AutoCloseable {
  /** Frames of one animation: what a browser still plays. */
  public static final int MAX_FRAMES = 1_000;

  private static final String FORMAT = "javax_imageio_gif_image_1.0";
  private static final byte[] FOR_EVER = {1, 0, 0};

  private final ImageWriter writer = ImageOutput.writer(ImageType.GIF);
  private final MemoryCacheImageOutputStream out;
  private final int delay;
  private int frames;

  /**
   * Begins an animation.
   *
   * @param out where it goes; not closed
   * @param milliseconds that each frame is shown; rounded to hundredths of a second, at least 2
   */
  public GifAnimation(OutputStream out, double milliseconds) throws IOException {
    this.out = new MemoryCacheImageOutputStream(out);
    this.delay = Math.clamp(Math.round(milliseconds / 10), 2, 65_535);
    writer.setOutput(this.out);
    writer.prepareWriteSequence(null);
  }

  /**
   * Adds a frame.
   *
   * @throws IllegalStateException after {@link #MAX_FRAMES}
   */
  void add(Picture picture) throws IOException {
    if (++frames > MAX_FRAMES) {
      throw new IllegalStateException("an animation has too many frames");
    }
    BufferedImage image = ImageOutput.image(picture);
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
    describe(metadata);
    writer.writeToSequence(new IIOImage(image, null, metadata), null);
    out.flush();
  }

  private void describe(IIOMetadata metadata) throws IIOInvalidTreeException {
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", Integer.toString(delay));
    replace(root, control);
    if (frames == 1) {
      IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
      IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
      loop.setAttribute("applicationID", "NETSCAPE");
      loop.setAttribute("authenticationCode", "2.0");
      loop.setUserObject(FOR_EVER.clone());
      extensions.appendChild(loop);
      replace(root, extensions);
    }
    metadata.setFromTree(FORMAT, root);
  }

  private static void replace(IIOMetadataNode root, IIOMetadataNode node) {
    for (int i = root.getLength() - 1; i >= 0; i--) {
      if (root.item(i).getNodeName().equals(node.getNodeName())) {
        root.removeChild(root.item(i));
      }
    }
    root.appendChild(node);
  }

  /** Ends the animation; without a frame nothing is written. The stream beneath stays open. */
  @Override
  public void close() throws IOException {
    try {
      if (frames > 0) {
        writer.endWriteSequence();
        out.flush();
      }
    } finally {
      writer.dispose();
      out.close();
    }
  }
}
