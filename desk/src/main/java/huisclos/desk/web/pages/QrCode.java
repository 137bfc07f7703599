package huisclos.desk.web.pages;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * A QR code (ISO/IEC 18004) as a drawing within the page, so that its content goes nowhere else.
 */
final class QrCode {
  /** The quiet zone around it, modules (ISO/IEC 18004 §6.3.8). */
  private static final int QUIET = 4;

  private QrCode() {}

  /** The code of a text, drawn dark on light in either colour scheme. */
  static Html of(String text, String label) {
    try {
      ByteMatrix modules = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
      StringBuilder path = new StringBuilder();
      for (int y = 0; y < modules.getHeight(); y++) {
        for (int x = 0; x < modules.getWidth(); x++) {
          if (modules.get(x, y) == 1) {
            path.append('M').append(x + QUIET).append(' ').append(y + QUIET).append("h1v1h-1z");
          }
        }
      }
      int side = modules.getWidth() + 2 * QUIET;
      return Html.of(
          "<svg class=\"qr\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">"
              + "<path fill=\"#fff\" d=\"M0 0h%sv%sh-%sz\"/><path fill=\"#000\" d=\"%s\"/></svg>%n",
          side, side, label, side, side, side, path);
    } catch (WriterException e) {
      throw new IllegalStateException("a text is too long for a QR code", e);
    }
  }
}
