package huisclos.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * Where in an index's file there is something: the pages of its trees, their headers and their
 * cells (<a href="https://sqlite.org/fileformat.html">SQLite's file format</a>, 1.6). A bit that is
 * flipped anywhere mostly meets room that nothing uses.
 */
final class IndexPages {
  private static final int FILE_HEADER = 100;
  private static final int LEAF_HEADER = 8;
  private static final int INTERIOR_HEADER = 12;
  private static final int COUNT_AT = 3;

  /** A page of a tree in use. */
  private record Page(String tree, long number, long offset, int size) {}

  /** A byte in use, and what it is of. */
  record Place(String tree, String part, long at) {
    @Override
    public String toString() {
      return "a %s of %s, byte %d".formatted(part, tree, at);
    }
  }

  private final List<Page> pages = new ArrayList<>();

  /**
   * Asks SQLite which pages its trees have now; overflow pages, which are all content, left out.
   */
  IndexPages(Session session) throws java.sql.SQLException {
    session.each(
        "SELECT name, pageno, pgoffset, pgsize FROM dbstat WHERE ncell > 0 AND pagetype <>"
            + " 'overflow' ORDER BY pageno",
        row ->
            pages.add(new Page(row.getString(1), row.getLong(2), row.getLong(3), row.getInt(4))));
  }

  /** A byte of some page's header or of the list of its cells. */
  Place structure(Path index, Random random) throws IOException {
    Page page = pages.get(random.nextInt(pages.size()));
    int cells = cells(index, page).size();
    return new Place(
        page.tree, "header", page.offset + start(page) + random.nextInt(LEAF_HEADER + 2 * cells));
  }

  /** A byte of some cell: a row, an entry of an index, or a reference to another page. */
  Place cell(Path index, Random random) throws IOException {
    Page page = pages.get(random.nextInt(pages.size()));
    List<Integer> cells = cells(index, page);
    int which = random.nextInt(cells.size());
    int from = cells.get(which);
    int to = which + 1 < cells.size() ? cells.get(which + 1) : page.size;
    return new Place(page.tree, "cell", page.offset + from + random.nextInt(to - from));
  }

  private static int start(Page page) {
    return page.number == 1 ? FILE_HEADER : 0;
  }

  /** Where a page's cells begin, ascending. */
  private static List<Integer> cells(Path index, Page page) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(page.size);
    try (FileChannel file = FileChannel.open(index)) {
      file.read(bytes, page.offset);
    }
    int start = start(page);
    boolean leaf = bytes.get(start) >= 10;
    int count = bytes.getShort(start + COUNT_AT);
    TreeSet<Integer> cells = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      int at = start + (leaf ? LEAF_HEADER : INTERIOR_HEADER) + 2 * i;
      cells.add(Short.toUnsignedInt(bytes.getShort(at)));
    }
    return List.copyOf(cells);
  }
}
