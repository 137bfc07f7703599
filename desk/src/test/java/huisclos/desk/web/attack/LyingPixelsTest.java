package huisclos.desk.web.attack;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.desk.web.WebSite;
import huisclos.dicom.DataSet;
import huisclos.dicom.FragmentsElement;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Vr;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that claim far more than they are: each face says so, and allocates next to nothing. */
@Timeout(60)
class LyingPixelsTest {
  /** What answering one request may allocate; the least of the claims below stands for 8 GB. */
  private static final long MOST_BYTES = 96L << 20;

  private static final String RLE = "1.2.840.10008.1.2.5";
  private static final String JPEG = "1.2.840.10008.1.2.4.50";
  private static final String JPEG_2000 = "1.2.840.10008.1.2.4.90";

  @TempDir static Path folder;
  private static AttackedDoor door;

  @BeforeAll
  static void open() throws Exception {
    door = new AttackedDoor(folder);
  }

  @AfterAll
  static void close() throws IOException {
    assertThat(door.failures).isEmpty();
    door.close();
  }

  private static DataSet claiming(int instance, int rows, int columns, String frames) {
    DataSet set = WebSite.ct(1, 1, 1, instance);
    set.putInt(Tag.ROWS, rows);
    set.putInt(Tag.COLUMNS, columns);
    set.putString(Tag.NUMBER_OF_FRAMES, frames);
    return set;
  }

  private static DataSet coded(DataSet set, byte[] fragment) {
    set.put(new FragmentsElement(Tag.PIXEL_DATA, Vr.OB, new byte[0], List.of(fragment)));
    set.putInt(Tag.BITS_ALLOCATED, 8);
    set.putInt(Tag.BITS_STORED, 8);
    set.putInt(Tag.HIGH_BIT, 7);
    return set;
  }

  /** SOI, a frame header of 65535 × 65535, a scan that ends at once. */
  private static byte[] jpeg() {
    return bytes(
        0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8,
        1, 1, 0, 0, 63, 0, 0, 0xFF, 0xD9);
  }

  /** SOC and a SIZ of 2³² − 1 each way in tiles of one sample. */
  private static byte[] jpeg2000() {
    return bytes(
        0xFF, 0x4F, 0xFF, 0x51, 0, 41, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 7, 1, 1, 0);
  }

  /** A header of one segment, and a run that is repeated. */
  private static byte[] rle() {
    byte[] rle = new byte[66];
    rle[0] = 1;
    rle[4] = 64;
    rle[64] = (byte) 0x81;
    rle[65] = 1;
    return rle;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void claimsAreHeldAgainstWhatIsThere() throws Exception {
    Map<DataSet, String> claims =
        Map.of(
            claiming(1, 65_535, 65_535, "1"), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
            claiming(2, 16, 16, "2147483647"), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
            claiming(3, 16, 16, "999999999999"), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
            claiming(4, 0, 0, "-1"), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
            coded(claiming(5, 65_535, 65_535, "1"), rle()), RLE,
            coded(claiming(6, 65_535, 65_535, "1"), jpeg()), JPEG,
            coded(claiming(7, 65_535, 65_535, "1"), jpeg2000()), JPEG_2000,
            coded(claiming(8, 16, 16, "1048576"), rle()), RLE,
            coded(claiming(9, 16, 16, "1"), jpeg()), JPEG);
    for (Map.Entry<DataSet, String> claim : claims.entrySet()) {
      door.site.store(claim.getKey(), TransferSyntax.of(claim.getValue()).orElseThrow());
    }
    String series =
        "/dicom-web/studies/" + WebSite.study(1, 1) + "/series/" + WebSite.series(1, 1, 1);
    for (int i = 1; i <= claims.size(); i++) {
      String instance = series + "/instances/" + WebSite.instance(1, 1, 1, i);
      for (String path :
          List.of(
              "/rendered",
              "/rendered?viewport=99999,99999",
              "/thumbnail",
              "/frames/1/rendered",
              "/frames/2147483647/rendered",
              "/frames/2147483647",
              "/frames/99999999999",
              "/frames/1,1,1,1,1,1,1,1,1,1,1,1")) {
        refused(instance + path, "*/*");
      }
      refused(instance + "/rendered", "image/gif");
      refused(
          instance + "/frames/1", "application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1");
      refused(instance, "application/dicom; transfer-syntax=1.2.840.10008.1.2.1");
    }
    refused(series + "/rendered", "*/*");
    refused(series + "/thumbnail", "*/*");
  }

  /** An answer that is no failure of ours, without what was claimed. */
  private static void refused(String path, String accept) throws Exception {
    long before = allocated();
    HttpResponse<byte[]> got =
        door.client.send(
            door.knownTo(path).header("Accept", accept).build(), BodyHandlers.ofByteArray());
    long allocated = allocated() - before;
    assertThat(got.statusCode()).as("%s %s", path, accept).isIn(200, 400, 404, 406, 413);
    assertThat(got.body().length).as("%s %s", path, accept).isLessThan(1 << 20);
    assertThat(allocated).as("%s %s", path, accept).isLessThan(MOST_BYTES);
  }

  /**
   * Bytes that all threads have allocated so far. By name: the room requires no module for it, and
   * shall not for a test's sake.
   */
  private static long allocated() throws ReflectiveOperationException {
    Object threads =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    return (long)
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getTotalThreadAllocatedBytes")
            .invoke(threads);
  }
}
