package huisclos.probe.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/**
 * Lays text, tables and bars out on A4 pages in Helvetica, which every reader has: characters that
 * its encoding (WinAnsi) lacks are shown as {@code ?}. Not thread-safe.
 */
final class PdfPages implements AutoCloseable {
  private static final float MARGIN = 50;
  private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;
  private static final int MAX_PAGES = 500;

  static {
    FontMappers.set(new NoFonts());
  }

  private final PDDocument document = new PDDocument();
  private final PDType1Font plain = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
  private final PDType1Font bold = new PDType1Font(Standard14Fonts.FontName.HELVETICA_BOLD);
  private final List<PDPageContentStream> pages = new ArrayList<>();
  private float y;

  PdfPages(String title, String language, java.time.Instant made) throws IOException {
    document.getDocumentInformation().setTitle(title);
    document.getDocumentInformation().setCreator("huisclos probe");
    Calendar when = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    when.setTimeInMillis(made.toEpochMilli());
    document.getDocumentInformation().setCreationDate(when);
    document.getDocumentCatalog().setLanguage(language);
    turn();
  }

  private PDPageContentStream page() {
    return pages.getLast();
  }

  private void turn() throws IOException {
    if (pages.size() == MAX_PAGES) {
      throw new IOException("the report has too many pages");
    }
    PDPage page = new PDPage(PDRectangle.A4);
    document.addPage(page);
    pages.add(new PDPageContentStream(document, page));
    y = PDRectangle.A4.getHeight() - MARGIN;
  }

  /** Turns the page unless so much is left of it. */
  void need(float height) throws IOException {
    if (y - height < MARGIN + 14) {
      turn();
    }
  }

  void space(float height) {
    y -= height;
  }

  void heading(String text, float size) throws IOException {
    need(size * 4);
    y -= size * 0.9f;
    paragraph(text, bold, size, 0);
    y -= size * 0.3f;
  }

  void paragraph(String text) throws IOException {
    paragraph(text, plain, 10, 0);
    y -= 3;
  }

  void strong(String text) throws IOException {
    paragraph(text, bold, 10, 0);
    y -= 2;
  }

  void small(String text) throws IOException {
    paragraph(text, plain, 8.5f, 0);
    y -= 2;
  }

  void item(String mark, String text) throws IOException {
    need(14);
    show(mark, plain, 10, MARGIN + 4, y - 10);
    paragraph(text, plain, 10, 20);
    y -= 2;
  }

  private void paragraph(String text, PDType1Font font, float size, float indent)
      throws IOException {
    for (String line : wrap(encodable(text), font, size, WIDTH - indent)) {
      need(size * 1.35f);
      show(line, font, size, MARGIN + indent, y - size);
      y -= size * 1.35f;
    }
  }

  /** Rows of cells; a cell that is too long is cut. */
  void table(List<String> head, float[] shares, int numbers, List<List<String>> rows)
      throws IOException {
    row(head, shares, numbers, bold);
    for (List<String> cells : rows) {
      row(cells, shares, numbers, plain);
    }
    y -= 6;
  }

  private void row(List<String> cells, float[] shares, int numbers, PDType1Font font)
      throws IOException {
    need(16);
    float x = MARGIN;
    for (int i = 0; i < cells.size(); i++) {
      float width = shares[i] * WIDTH;
      String cell = fit(encodable(cells.get(i)), font, 9, width - 6);
      float at = i >= numbers ? x + width - 6 - width(cell, font, 9) : x;
      show(cell, font, 9, at, y - 10);
      x += width;
    }
    y -= 15;
    page().setStrokingColor(0.85f, 0.87f, 0.89f);
    page().moveTo(MARGIN, y);
    page().lineTo(MARGIN + WIDTH, y);
    page().stroke();
  }

  /** A bar with its label and number. */
  void bar(String label, String number, float share, float[] colour) throws IOException {
    need(18);
    show(fit(encodable(label), plain, 9, 150), plain, 9, MARGIN, y - 10);
    page().setNonStrokingColor(colour[0], colour[1], colour[2]);
    page().addRect(MARGIN + 160, y - 12, Math.max(1, 250 * share), 11);
    page().fill();
    page().setNonStrokingColor(0f, 0f, 0f);
    show(number, plain, 9, MARGIN + 166 + Math.max(1, 250 * share), y - 10);
    y -= 17;
  }

  private void show(String text, PDType1Font font, float size, float x, float at)
      throws IOException {
    page().beginText();
    page().setFont(font, size);
    page().newLineAtOffset(x, at);
    page().showText(text);
    page().endText();
  }

  private static float width(String text, PDType1Font font, float size) throws IOException {
    return font.getStringWidth(text) / 1000 * size;
  }

  private static String fit(String text, PDType1Font font, float size, float width)
      throws IOException {
    if (width(text, font, size) <= width) {
      return text;
    }
    String cut = text;
    while (!cut.isEmpty() && width(cut + "…", font, size) > width) {
      cut = cut.substring(0, cut.length() - 1);
    }
    return cut + "…";
  }

  private static List<String> wrap(String text, PDType1Font font, float size, float width)
      throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      String rest = word;
      if (!line.isEmpty() && width(line + " " + rest, font, size) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      while (width(rest, font, size) > width) {
        String part = fit(rest, font, size, width);
        String kept = part.substring(0, Math.max(1, part.length() - 1));
        lines.add(kept);
        rest = rest.substring(kept.length());
      }
      line.append(line.isEmpty() ? "" : " ").append(rest);
    }
    lines.add(line.toString());
    return lines;
  }

  /** The text in characters that the font has. */
  private String encodable(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> safe.append(has(c) ? Character.toString(c) : "?"));
    return safe.toString();
  }

  private boolean has(int codePoint) {
    if (codePoint < ' ') {
      return false;
    }
    if (codePoint < 0x7F) {
      return true;
    }
    try {
      return plain.encode(Character.toString(codePoint)).length > 0;
    } catch (IOException | IllegalArgumentException _) {
      return false;
    }
  }

  /** Numbers the pages and writes them. */
  void write(Texts texts, OutputStream to) throws IOException {
    for (int i = 0; i < pages.size(); i++) {
      PDPageContentStream page = pages.get(i);
      String number = texts.get("page", i + 1, pages.size());
      page.beginText();
      page.setFont(plain, 8);
      page.newLineAtOffset(MARGIN, 28);
      page.showText(number);
      page.endText();
      page.close();
    }
    document.save(to);
  }

  @Override
  public void close() throws IOException {
    document.close();
  }
}
