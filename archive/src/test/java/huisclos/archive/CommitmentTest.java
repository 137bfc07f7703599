package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.CommitAnswer.Finding;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.gate.Identity;
import huisclos.gate.Request;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitmentTest {
  @TempDir Path folder;

  @Test
  void eachInstanceIsAnsweredForInItsPlace() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      site.store(Made.ct(2, 1, 1, 1));
      List<Finding> findings =
          findings(
              site,
              site.operator,
              ct(Made.instance(1, 1, 1, 1)),
              ct("1.2.3"),
              new SopReference(Uids.MR_IMAGE_STORAGE, Made.instance(1, 1, 1, 1)),
              ct(Made.instance(2, 1, 1, 1)),
              ct(Made.instance(1, 1, 1, 1)));
      assertThat(findings)
          .containsExactly(
              Finding.COMMITTED,
              Finding.NO_SUCH_OBJECT,
              Finding.CLASS_CONFLICT,
              Finding.COMMITTED,
              Finding.COMMITTED);
      TrailRecord record = site.records().getLast();
      assertThat(record.action()).isEqualTo(Action.COMMIT);
      assertThat(record.count()).hasValue(5);
      assertThat(record.studyUids()).hasSize(2);
      assertThat(record.facts()).containsEntry(Fact.COMPLETED, "3").containsEntry(Fact.FAILED, "2");
    }
  }

  @Test
  void otherContentSetAsideFailsItForItsSenderAlone() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      DataSet other = Made.ct(1, 1, 1, 1);
      other.putString(Tag.STUDY_DESCRIPTION, "Another");
      assertThat(site.store(other)).isInstanceOf(StoreOutcome.Conflict.class);
      SopReference instance = ct(Made.instance(1, 1, 1, 1));
      assertThat(findings(site, site.operator, instance))
          .containsExactly(Finding.PROCESSING_FAILURE);
      assertThat(findings(site, site.gate.operator("somebody else"), instance))
          .containsExactly(Finding.COMMITTED);
    }
  }

  /** What an index alone would still answer for. */
  @Test
  void whatRottedOnDiskIsNotCommitted() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      SopReference instance = ct(Made.instance(1, 1, 1, 1));
      assertThat(findings(site, site.operator, instance)).containsExactly(Finding.COMMITTED);
      flipBitInLastContainer();
      assertThat(findings(site, site.operator, instance))
          .containsExactly(Finding.PROCESSING_FAILURE);
    }
  }

  private void flipBitInLastContainer() throws IOException {
    Path container;
    try (Stream<Path> files = Files.walk(folder.resolve("blobs"))) {
      container =
          files
              .filter(Files::isRegularFile)
              .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
              .orElseThrow();
    }
    try (FileChannel file =
        FileChannel.open(container, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      long middle = file.size() - 100;
      file.read(one, middle);
      one.put(0, (byte) (one.get(0) ^ 1)).rewind();
      file.write(one, middle);
    }
  }

  private static SopReference ct(String uid) {
    return new SopReference(Uids.CT_IMAGE_STORAGE, uid);
  }

  private static List<Finding> findings(Site site, Identity who, SopReference... references)
      throws IOException {
    List<CommitAnswer> answers =
        site.archive.verify(site.pass(who, new Request.Commit()), List.of(references));
    assertThat(answers.stream().map(CommitAnswer::reference)).containsExactly(references);
    return answers.stream().map(CommitAnswer::finding).toList();
  }
}
