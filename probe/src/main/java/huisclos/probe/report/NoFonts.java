package huisclos.probe.report;

import java.awt.geom.GeneralPath;
import java.util.List;
import org.apache.fontbox.FontBoxFont;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.fontbox.util.BoundingBox;
import org.apache.pdfbox.pdmodel.font.CIDFontMapping;
import org.apache.pdfbox.pdmodel.font.FontMapper;
import org.apache.pdfbox.pdmodel.font.FontMapping;
import org.apache.pdfbox.pdmodel.font.PDCIDSystemInfo;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps PDFBox from reading every font of the machine and writing a list of them into the user's
 * folder: the standard fonts' measures come with it, and nothing is drawn here.
 */
final class NoFonts implements FontMapper {
  private static final FontBoxFont NONE =
      new FontBoxFont() {
        @Override
        public String getName() {
          return "none";
        }

        @Override
        public BoundingBox getFontBBox() {
          return new BoundingBox();
        }

        @Override
        public List<Number> getFontMatrix() {
          return List.of(0.001f, 0, 0, 0.001f, 0, 0);
        }

        @Override
        public GeneralPath getPath(String name) {
          return new GeneralPath();
        }

        @Override
        public float getWidth(String name) {
          return 0;
        }

        @Override
        public boolean hasGlyph(String name) {
          return false;
        }
      };

  @Override
  public FontMapping<TrueTypeFont> getTrueTypeFont(
      @Nullable String name, @Nullable PDFontDescriptor descriptor) {
    throw new UnsupportedOperationException("only standard fonts are written");
  }

  @Override
  public FontMapping<FontBoxFont> getFontBoxFont(
      @Nullable String name, @Nullable PDFontDescriptor descriptor) {
    return new FontMapping<>(NONE, false);
  }

  @Override
  public CIDFontMapping getCIDFont(
      @Nullable String name,
      @Nullable PDFontDescriptor descriptor,
      @Nullable PDCIDSystemInfo system) {
    throw new UnsupportedOperationException("only standard fonts are written");
  }
}
