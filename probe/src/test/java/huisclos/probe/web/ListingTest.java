package huisclos.probe.web;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Verdict;
import huisclos.probe.share.Walk;
import huisclos.probe.wire.DialException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ListingTest {
  private static final String DICOM = "\0".repeat(128) + "DICM" + "CANARY^INSIDE".repeat(100_000);

  private final FakeWeb server = new FakeWeb();
  private final Walk walk = new Walk();

  @AfterEach
  void close() {
    server.close();
  }

  private Finding look() throws DialException {
    List<Finding> found = walk.at(new WebLook(), DoorKind.HTTP, server.port());
    assertThat(found.toString()).doesNotContain("CANARY");
    return found.getFirst();
  }

  private static String index(String... names) {
    StringBuilder page = new StringBuilder("<html><head><title>Index of /</title><a href=\"../\">");
    for (String name : names) {
      page.append("<a href=\"").append(name).append("\">").append(name).append("</a>\n");
    }
    return page.toString();
  }

  @Test
  void namesAreCountedOneFolderDeepAndDicomIsToldByItsMark() throws DialException {
    server
        .on("/", 200, "text/html", index("CANARY_ANNA.dcm", "notes.txt", "CANARY/", "?C=N;O=D"))
        .on("/CANARY/", 200, "text/html", index("IM0001", "IM0002", "x.DCM"))
        .on("/CANARY_ANNA.dcm", ListingTest::ranged)
        .on("/CANARY/IM0001", ListingTest::ranged)
        .on("/CANARY/x.DCM", ListingTest::ranged);
    Finding listing = look();
    assertThat(listing.service()).isEqualTo(Service.LISTING);
    assertThat(listing.verdict()).isEqualTo(Verdict.DOWNLOADABLE);
    assertThat(listing.exposure().instances().kind()).isEqualTo(Count.Kind.EXACT);
    assertThat(listing.exposure().instances().number()).isEqualTo(4);
    long files = server.asked.stream().filter(line -> line.matches(".*(dcm|IM000.|DCM)")).count();
    assertThat(files).as("at most three files are tried").isEqualTo(3);
    assertThat(server.asked).doesNotContain("GET /notes.txt");
  }

  private static void ranged(String target, Map<String, String> headers, OutputStream out)
      throws java.io.IOException {
    assertThat(headers.get("Range")).isEqualTo("bytes=0-131");
    FakeWeb.write(out, 206, "application/dicom", DICOM.substring(0, 132));
  }

  @Test
  void ofAServerThatIgnoresTheRangeNoMoreThanTheMarkIsRead() throws DialException {
    AtomicLong sent = new AtomicLong();
    server
        .on("/", 200, "text/html", index("a.dcm"))
        .on(
            "/a.dcm",
            (_, _, out) -> {
              FakeWeb.head(out, 200, "Content-Length: 1000000000");
              out.write(DICOM.substring(0, 132).getBytes(StandardCharsets.ISO_8859_1));
              for (int i = 0; i < 1_000_000; i++) {
                out.write(new byte[1000]);
                sent.addAndGet(1000);
              }
            });
    assertThat(look().rung(Rung.RETRIEVABLE).answer()).isEqualTo(Answer.YES);
    assertThat(sent.get()).as("what the kernel takes, at most").isLessThan(20_000_000);
  }

  @Test
  void withoutTheRungNoFileIsTouched() throws DialException {
    walk.upTo(Rung.COUNTABLE);
    server.on("/", 200, "text/html", index("CANARY.dcm", "b.dcm"));
    Finding listing = look();
    assertThat(listing.verdict()).isEqualTo(Verdict.READABLE);
    assertThat(listing.rung(Rung.RETRIEVABLE).answer()).isEqualTo(Answer.NOT_ASKED);
    assertThat(server.asked).noneMatch(line -> line.endsWith(".dcm"));
  }

  @Test
  void aListingOfAnythingElseIsHttp() throws DialException {
    server.on("/", 200, "text/html", index("CANARY.zip", "README"));
    Finding http = look();
    assertThat(http.service()).isEqualTo(Service.HTTP);
    assertThat(http.verdict()).isEqualTo(Verdict.ASSOCIATES);
    assertThat(http.notes()).anyMatch(note -> note.contains("open listing"));
  }

  @Test
  void aLinkThatLeadsAwayOrUpIsNeverAskedFor() throws DialException {
    server.on(
        "/",
        200,
        "text/html",
        index(
            "http://10.0.0.1/a.dcm", "//10.0.0.1/b.dcm", "../c.dcm", "d%20e.dcm", "x/../../f.dcm"));
    look();
    assertThat(server.asked)
        .filteredOn(line -> line.endsWith(".dcm"))
        .containsExactly("GET /d%20e.dcm");
  }

  @Test
  void aBucketIsCountedByItsKeysAndSaysWhenThereAreMore() throws DialException {
    String key = "<Contents><Key>CANARY/1.dcm</Key><Size>1</Size></Contents>";
    server
        .on(
            "/",
            200,
            "application/xml",
            "<?xml?><ListBucketResult><IsTruncated>true</IsTruncated>"
                + key.repeat(1000)
                + "</ListBucketResult>")
        .on("/CANARY/1.dcm", ListingTest::ranged);
    Finding bucket = look();
    assertThat(bucket.service()).isEqualTo(Service.BUCKET);
    assertThat(bucket.exposure().instances().shown()).isEqualTo("≥ 1,000");
    assertThat(bucket.verdict()).isEqualTo(Verdict.DOWNLOADABLE);
  }
}
