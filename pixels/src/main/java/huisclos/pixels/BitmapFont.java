package huisclos.pixels;

import java.text.Normalizer;
import java.util.List;

/**
 * Letters of five by seven dots for printable ASCII, so that no font of the host is needed. An
 * accent is dropped; what then still isn't ASCII is a hollow box.
 */
final class BitmapFont {
  private static final int COLUMNS = 5;
  private static final int ROWS = 7;
  private static final int ADVANCE = 6;
  private static final int LINE = 10;
  private static final int MARGIN = 3;

  /** Rows of an image for which letters have their own size; larger images get larger ones. */
  private static final int ROWS_FOR_ONE = 400;

  /** For each character from space on five columns, each two hexadecimal digits, bit 0 on top. */
  private static final String GLYPHS =
      "0000000000"
          + "00005F0000"
          + "0007000700"
          + "147F147F14"
          + "242A7F2A12" // space ! " # $
          + "2313086462"
          + "3649552250"
          + "0005030000"
          + "001C224100"
          + "0041221C00" // % & ' ( )
          + "14083E0814"
          + "08083E0808"
          + "0050300000"
          + "0808080808"
          + "0060600000" // * + , - .
          + "2010080402"
          + "3E5149453E"
          + "00427F4000"
          + "4261514946"
          + "2141454B31" // / 0 1 2 3
          + "1814127F10"
          + "2745454539"
          + "3C4A494930"
          + "0171090503"
          + "3649494936" // 4 5 6 7 8
          + "064949291E"
          + "0036360000"
          + "0056360000"
          + "0814224100"
          + "1414141414" // 9 : ; < =
          + "0041221408"
          + "0201510906"
          + "324979413E"
          + "7E1111117E"
          + "7F49494936" // > ? @ A B
          + "3E41414122"
          + "7F4141221C"
          + "7F49494941"
          + "7F09090901"
          + "3E4149497A" // C D E F G
          + "7F0808087F"
          + "00417F4100"
          + "2040413F01"
          + "7F08142241"
          + "7F40404040" // H I J K L
          + "7F020C027F"
          + "7F0408107F"
          + "3E4141413E"
          + "7F09090906"
          + "3E4151215E" // M N O P Q
          + "7F09192946"
          + "4649494931"
          + "01017F0101"
          + "3F4040403F"
          + "1F2040201F" // R S T U V
          + "3F4038403F"
          + "6314081463"
          + "0708700807"
          + "6151494543"
          + "007F414100" // W X Y Z [
          + "0204081020"
          + "0041417F00"
          + "0402010204"
          + "4040404040"
          + "0001020400" // \ ] ^ _ `
          + "2054545478"
          + "7F48444438"
          + "3844444420"
          + "384444487F"
          + "3854545418" // a b c d e
          + "087E090102"
          + "0C5252523E"
          + "7F08040478"
          + "00447D4000"
          + "2040443D00" // f g h i j
          + "7F10284400"
          + "00417F4000"
          + "7C04180478"
          + "7C08040478"
          + "3844444438" // k l m n o
          + "7C14141408"
          + "081414187C"
          + "7C08040408"
          + "4854545420"
          + "043F444020" // p q r s t
          + "3C4040207C"
          + "1C2040201C"
          + "3C4030403C"
          + "4428102844"
          + "0C5050503C" // u v w x y
          + "4464544C44"
          + "0008364100"
          + "00007F0000"
          + "0041360800"
          + "0804081008"; // z { | } ~

  private static final String BOX = "7F4141417F";

  private BitmapFont() {}

  /** Writes lines from the upper left corner, white with a black edge. */
  static void write(Picture picture, List<String> lines) {
    int scale = Math.max(1, Math.min(picture.height(), picture.width()) / ROWS_FOR_ONE);
    int y = MARGIN * scale;
    for (String line : lines) {
      line(picture, plain(line), y, scale);
      y += LINE * scale;
    }
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
  }

  /** Edges first, so that no letter covers its neighbour. */
  private static void line(Picture picture, String text, int y, int scale) {
    for (int edge = 1; edge >= 0; edge--) {
      for (int i = 0; i < text.length(); i++) {
        int x = (MARGIN + i * ADVANCE) * scale;
        if (x >= picture.width()) {
          break;
        }
        glyph(picture, text.charAt(i), x, y, scale, edge == 1);
      }
    }
  }

  private static void glyph(Picture picture, char letter, int x, int y, int scale, boolean edge) {
    int index = letter - ' ';
    boolean known = index >= 0 && (index + 1) * 2 * COLUMNS <= GLYPHS.length();
    int at = known ? index * 2 * COLUMNS : 0;
    String columns = known ? GLYPHS : BOX;
    for (int column = 0; column < COLUMNS; column++) {
      int dots = Integer.parseInt(columns, at + 2 * column, at + 2 * column + 2, 16);
      for (int row = 0; row < ROWS; row++) {
        if ((dots >> row & 1) != 0) {
          dot(picture, x + column * scale, y + row * scale, scale, edge);
        }
      }
    }
  }

  private static void dot(Picture picture, int x, int y, int scale, boolean edge) {
    int margin = edge ? 1 : 0;
    for (int dy = -margin; dy < scale + margin; dy++) {
      for (int dx = -margin; dx < scale + margin; dx++) {
        picture.dot(x + dx, y + dy, edge ? 0 : Picture.WHITE);
      }
    }
  }
}
