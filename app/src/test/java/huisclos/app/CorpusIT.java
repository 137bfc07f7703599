package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.Corpus.Item;
import huisclos.app.client.Called;
import huisclos.app.client.Getter;
import huisclos.app.client.Progress;
import huisclos.dicom.CanonicalDigest;
import huisclos.dicom.DataSet;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.net.Association;
import huisclos.net.GetResult;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files of many makers go in over TLS, are found, and come back with what was sent. */
class CorpusIT {
  private static final String STUDY_FIND = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
  private static final List<String> PLAIN = List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN);

  /** The option that makes DCMTK's storescu propose a syntax. */
  private static final Map<String, String> STORESCU_OPTIONS =
      Map.ofEntries(
          Map.entry(Uids.EXPLICIT_VR_LITTLE_ENDIAN, "-xe"),
          Map.entry(Uids.EXPLICIT_VR_BIG_ENDIAN, "-xb"),
          Map.entry(Uids.IMPLICIT_VR_LITTLE_ENDIAN, "-xi"),
          Map.entry(Uids.JPEG_LOSSLESS_SV1, "-xs"),
          Map.entry(Uids.JPEG_BASELINE8_BIT, "-xy"),
          Map.entry(Uids.JPEG_EXTENDED12_BIT, "-xx"),
          Map.entry(Uids.JPEG2000_LOSSLESS, "-xv"),
          Map.entry(Uids.JPEG2000, "-xw"),
          Map.entry(Uids.JPEGLS_LOSSLESS, "-xt"),
          Map.entry(Uids.JPEGLS_NEAR_LOSSLESS, "-xu"),
          Map.entry(Uids.RLE_LOSSLESS, "-xr"),
          Map.entry(Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, "-xd"));

  @TempDir Path folder;

  @Test
  void sentByHuisclosComesBackBitForBit() throws Exception {
    Map<String, Item> items = Corpus.items();
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path both = archive.device(folder.resolve("ids"), "BOTH", "store,find,find-all,get");
      List<String> command =
          new ArrayList<>(
              List.of(
                  "send", archive.address(), "--identity", both.toString(), "--associations", "3"));
      items.values().forEach(item -> command.add(item.file().toString()));
      Processes.Result sent = Processes.here(command.toArray(String[]::new));
      assertThat(sent.err()).isEmpty();
      assertThat(sent.out()).contains("sent " + items.size() + ", failed 0");
      Called called = Called.of(archive.address(), "HUISCLOS", both);
      assertEachIsFound(called, items);
      Path out = fetchAll(called, items);
      for (Item item : items.values()) {
        assertThat(dataSet(out, item)).as("%s", item.file()).isEqualTo(item.evened());
      }
      assertThat(archive.verb("trail", "verify").ok().out()).contains("the record is whole");
    }
  }

  @Test
  void sentByDcmtkComesBackWithTheSameValues() throws Exception {
    Processes.peer("storescu");
    Map<String, Item> items = Corpus.items();
    items.values().removeIf(item -> !STORESCU_OPTIONS.containsKey(item.syntax().uid()));
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path both = archive.device(folder.resolve("ids"), "BOTH", "store,find,get");
      Map<String, List<Item>> bySyntax = new TreeMap<>();
      items
          .values()
          .forEach(i -> bySyntax.computeIfAbsent(i.syntax().uid(), u -> new ArrayList<>()).add(i));
      for (var group : bySyntax.entrySet()) {
        storescu(archive, both, group.getKey(), group.getValue(), items);
      }
      Called called = Called.of(archive.address(), "HUISCLOS", both);
      Path out = fetchAll(called, items);
      for (Item item : items.values()) {
        if (item.syntax().uncompressed()) {
          String came = digest(out.resolve(item.sopInstance() + ".dcm"));
          if (!came.equals(digest(item.file()))) {
            // DCMTK drops a value of spaces only, for one: what it sends is what it writes.
            assertThat(came).as("%s", item.file()).isEqualTo(digest(asDcmtkWrites(item.file())));
          }
        } else {
          assertThat(Files.exists(out.resolve(item.sopInstance() + ".dcm"))).isTrue();
        }
      }
    }
  }

  /**
   * Stores the group's files; those it can't send (a newer SOP class, no file meta) leave items.
   */
  private static void storescu(
      RunningArchive archive,
      Path identity,
      String syntax,
      List<Item> group,
      Map<String, Item> items) {
    Processes.Result stored;
    Optional<Item> unknown;
    do {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "storescu",
                  "-R",
                  STORESCU_OPTIONS.get(syntax),
                  "-aet",
                  "BOTH",
                  "-aec",
                  "HUISCLOS",
                  "+tls",
                  identity + ".key.pem",
                  identity + ".cert.pem",
                  "+cf",
                  identity.resolveSibling("ca.pem").toString(),
                  "127.0.0.1",
                  "" + archive.port));
      group.forEach(item -> command.add(item.file().toString()));
      stored = Processes.run(command, Map.of());
      String complaint = stored.err();
      unknown =
          group.stream()
              .filter(i ->
                  complaint
                      .lines()
                      .anyMatch(l -> l.startsWith("F:") && l.contains(" in file: " + i.file())))
              .findFirst();
      unknown.ifPresent(item -> {
        group.remove(item);
        items.remove(item.sopInstance());
      });
    } while (unknown.isPresent() && !group.isEmpty());
    assertThat(stored.status()).as("storescu %s: %s", syntax, stored.err()).isZero();
  }

  /**
   * A study is filed as its first instance says. Where files of one study disagree on a key (the
   * collection has such), which of them was first is chance, and the key isn't asked for.
   */
  private static boolean agreed(Map<String, Item> items, Item item, int key) {
    return items.values().stream()
        .filter(other -> other.study().equals(item.study()))
        .allMatch(other -> other.header().strings(key).equals(item.header().strings(key)));
  }

  private static void assertEachIsFound(Called called, Map<String, Item> items) throws IOException {
    try (Association association = called.open(called.request().propose(STUDY_FIND, PLAIN))) {
      for (Item item : items.values()) {
        for (int key :
            new int[] {
              Tag.STUDY_INSTANCE_UID,
              Tag.PATIENT_ID,
              Tag.PATIENT_NAME,
              Tag.ACCESSION_NUMBER,
              Tag.STUDY_DATE,
              Tag.STUDY_ID
            }) {
          if (agreed(items, item, key)) {
            assertFound(association, item, key);
          }
        }
      }
    }
  }

  /** A query by the file's own value finds the file's study. */
  private static void assertFound(Association association, Item item, int key) throws IOException {
    String value = String.join("\\", item.header().strings(key));
    // Text that can't be asked for: nothing, a wildcard of its own, or a value broken beyond its
    // VR.
    if (value.isBlank()
        || value.contains("*")
        || value.contains("?")
        || value.contains("\\")
        || (key == Tag.STUDY_DATE && !value.matches("[0-9]{8}"))) {
      return;
    }
    DataSet query = new DataSet();
    List<String> terms = item.header().strings(Tag.SPECIFIC_CHARACTER_SET);
    if (!terms.isEmpty()) {
      query.putString(Tag.SPECIFIC_CHARACTER_SET, terms.toArray(String[]::new));
    }
    query.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
    query.putEmpty(Tag.STUDY_INSTANCE_UID);
    item.header().get(key).ifPresent(query::put);
    List<String> found = new ArrayList<>();
    var reply =
        association.find(
            STUDY_FIND, query, row -> found.add(row.string(Tag.STUDY_INSTANCE_UID, "")));
    assertThat(reply.success()).as("%s by %08x: %s", item.file(), key, reply).isTrue();
    assertThat(found).as("%s by %08x", item.file(), key).contains(item.study());
  }

  private Path fetchAll(Called called, Map<String, Item> items) throws IOException {
    Path out = folder.resolve("out");
    for (String study : items.values().stream().map(Item::study).distinct().toList()) {
      GetResult result = new Getter(called, out, Progress.onTerminal("")).get(study, "", "");
      assertThat(result.failedSopInstances()).as("study %s", study).isEmpty();
      assertThat(result.reply().success()).as("study %s: %s", study, result.reply()).isTrue();
    }
    return out;
  }

  private static byte[] dataSet(Path out, Item item) throws IOException {
    byte[] file = Files.readAllBytes(out.resolve(item.sopInstance() + ".dcm"));
    try (InputStream in = new java.io.ByteArrayInputStream(file)) {
      long offset = Part10.open(in).dataSetOffset();
      return java.util.Arrays.copyOfRange(file, (int) offset, file.length);
    }
  }

  private Path asDcmtkWrites(Path file) {
    Path written = folder.resolve("dcmconv.dcm");
    Processes.run(List.of("dcmconv", "+te", file.toString(), written.toString()), Map.of()).ok();
    return written;
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Part10File part10 = Part10.open(in);
      return HexFormat.of()
          .formatHex(CanonicalDigest.of(part10.dataSetStream(), part10.transferSyntax()));
    }
  }
}
