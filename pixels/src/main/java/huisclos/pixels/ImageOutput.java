package huisclos.pixels;

import huisclos.pixels.RenderRequest.ImageType;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as JPEG, PNG or GIF, by the encoders of the JDK; no display and no font is needed. */
final class ImageOutput {
  private ImageOutput() {}

  /** Encodes a picture. Nothing of the instance but its pixels goes into the bytes. */
  static byte[] encode(Picture picture, ImageType type, int quality) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    ImageWriter writer = writer(type);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(
          null, new IIOImage(image(picture), null, null), parameters(writer, type, quality));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  static ImageWriter writer(ImageType type) {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByMIMEType(type.mediaType());
    if (!writers.hasNext()) {
      throw new IllegalStateException("this Java has no encoder for images");
    }
    return writers.next();
  }

  private static ImageWriteParam parameters(ImageWriter writer, ImageType type, int quality) {
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    switch (type) {
      case JPEG -> {
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(quality / 100f);
      }
      case PNG -> {
        // Speed: a rendered image is looked at once.
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(0.6f);
      }
      case GIF -> {}
    }
    return parameters;
  }

  /** The picture as the JDK's encoders take it; the samples are shared. */
  static BufferedImage image(Picture picture) {
    boolean grey = picture.bands() == 1;
    ColorSpace space = ColorSpace.getInstance(grey ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
    DataBufferByte data = new DataBufferByte(picture.samples(), picture.samples().length);
    WritableRaster raster =
        Raster.createInterleavedRaster(
            data,
            picture.width(),
            picture.height(),
            picture.width() * picture.bands(),
            picture.bands(),
            grey ? new int[] {0} : new int[] {0, 1, 2},
            null);
    ColorModel model =
        new ComponentColorModel(space, false, false, ColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
    return new BufferedImage(model, raster, false, null);
  }
}
