package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.archive.StoreOutcome.InvalidReason;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir Path folder;

  @Test
  void comesOutAsItWentIn() throws IOException {
    try (Site site = new Site(folder)) {
      for (TransferSyntax syntax :
          List.of(
              TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
              TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
              TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
              TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
        DataSet set = Made.ct(1, 1, 1, syntax.uid().hashCode() & 0xFFFF);
        assertThat(site.store(set, syntax)).isEqualTo(new StoreOutcome.Stored());
        String uid = set.string(Tag.SOP_INSTANCE_UID, "");
        assertThat(site.fetch(uid)).isEqualTo(Site.bytes(set, syntax));
        Pass pass = site.pass(new Request.Get());
        assertThat(site.select(pass, Level.IMAGE, uid).getFirst().transferSyntax())
            .isEqualTo(syntax.uid());
      }
      assertThat(site.archive.statistics()).isEqualTo(new ArchiveStatistics(1, 1, 1, 4, 0, 0));
    }
  }

  @Test
  void sameAgainIsADuplicateInAnyUncompressedSyntax() throws IOException {
    try (Site site = new Site(folder)) {
      DataSet set = Made.ct(1, 1, 1, 1);
      assertThat(site.store(set)).isInstanceOf(StoreOutcome.Stored.class);
      assertThat(site.store(set)).isInstanceOf(StoreOutcome.Duplicate.class);
      assertThat(site.store(set, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN))
          .isInstanceOf(StoreOutcome.Duplicate.class);
      assertThat(site.store(set, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN))
          .isInstanceOf(StoreOutcome.Duplicate.class);
      assertThat(site.store(set, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN))
          .isInstanceOf(StoreOutcome.Duplicate.class);
      assertThat(site.archive.statistics().instances()).isEqualTo(1);
      assertThat(site.archive.statistics().quarantined()).isZero();
      assertThat(site.fetch(Made.instance(1, 1, 1, 1)))
          .isEqualTo(Site.bytes(set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
      // Each of the five is on record.
      assertThat(site.records().stream().filter(r -> r.action() == Action.STORE)).hasSize(5);
    }
  }

  @Test
  void otherContentUnderAKnownUidIsSetAside() throws IOException {
    try (Site site = new Site(folder)) {
      DataSet first = Made.ct(1, 1, 1, 1);
      site.store(first);
      DataSet other = Made.ct(1, 1, 1, 1);
      other.putString(Tag.STUDY_DESCRIPTION, "Another");
      StoreOutcome outcome = site.store(other);
      assertThat(outcome).isInstanceOf(StoreOutcome.Conflict.class);
      String id = ((StoreOutcome.Conflict) outcome).quarantineId();
      // Sent again it is the same conflict, kept once.
      assertThat(site.store(other)).isEqualTo(outcome);
      List<QuarantineEntry> entries = site.archive.quarantine(site.pass(new Request.Find(true)));
      assertThat(entries).hasSize(1);
      assertThat(entries.getFirst().id()).isEqualTo(id);
      assertThat(entries.getFirst().sopInstance()).isEqualTo(Made.instance(1, 1, 1, 1));
      assertThat(entries.getFirst().sender()).isEqualTo("tester");
      assertThat(site.fetch(Made.instance(1, 1, 1, 1)))
          .isEqualTo(Site.bytes(first, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
      TrailRecord record =
          site.records().stream()
              .filter(r -> r.action() == Action.STORE && r.outcome() == Outcome.REFUSED)
              .findFirst()
              .orElseThrow();
      assertThat(record.facts()).containsEntry(Fact.QUARANTINE, id);
    }
  }

  @Test
  void whatCantBeKeptIsRefusedWithItsReason() throws IOException {
    try (Site site = new Site(folder)) {
      DataSet set = Made.ct(1, 1, 1, 1);
      byte[] bytes = Site.bytes(set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
      String sop = Made.instance(1, 1, 1, 1);
      String le = Uids.EXPLICIT_VR_LITTLE_ENDIAN;
      assertInvalid(
          site.store(new StoreHeader(Uids.CT_IMAGE_STORAGE, sop + ".9", le), bytes),
          InvalidReason.UNLIKE_COMMAND);
      assertInvalid(
          site.store(new StoreHeader(Uids.MR_IMAGE_STORAGE, sop, le), bytes),
          InvalidReason.UNLIKE_COMMAND);
      assertInvalid(
          site.store(new StoreHeader(Uids.VERIFICATION, sop, le), bytes), InvalidReason.SOP_CLASS);
      assertInvalid(
          site.store(new StoreHeader(Uids.CT_IMAGE_STORAGE, sop, "1.2.3"), bytes),
          InvalidReason.TRANSFER_SYNTAX);
      assertInvalid(
          site.store(
              new StoreHeader(Uids.CT_IMAGE_STORAGE, sop, le),
              Arrays.copyOf(bytes, bytes.length - 5)),
          InvalidReason.MALFORMED);
      for (int tag :
          new int[] {Tag.STUDY_INSTANCE_UID, Tag.SERIES_INSTANCE_UID, Tag.SOP_INSTANCE_UID}) {
        DataSet lacking = Made.ct(1, 1, 1, 1);
        lacking.remove(tag);
        assertInvalid(
            site.store(
                new StoreHeader(Uids.CT_IMAGE_STORAGE, sop, le),
                Site.bytes(lacking, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)),
            InvalidReason.MISSING_UID);
      }
      DataSet noUid = Made.ct(1, 1, 1, 1);
      noUid.putString(Tag.STUDY_INSTANCE_UID, "../../etc");
      assertInvalid(
          site.store(
              new StoreHeader(Uids.CT_IMAGE_STORAGE, sop, le),
              Site.bytes(noUid, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)),
          InvalidReason.MISSING_UID);
      assertThat(site.archive.statistics()).isEqualTo(new ArchiveStatistics(0, 0, 0, 0, 0, 0));
    }
  }

  private static void assertInvalid(StoreOutcome outcome, InvalidReason reason) {
    assertThat(outcome).isEqualTo(new StoreOutcome.Invalid(reason));
  }

  @Test
  void privateSopClassesAreTakenBySettingAlone() throws IOException {
    DataSet set = Made.ct(1, 1, 1, 1);
    set.putString(Tag.SOP_CLASS_UID, "1.3.46.670589.5.0.1");
    try (Site site = new Site(folder.resolve("a"))) {
      assertInvalid(site.store(set), InvalidReason.SOP_CLASS);
    }
    try (Site site =
        Site.with(folder.resolve("b"), Optional.empty(), Set.of("1.3.46.670589.5.0.1"))) {
      assertThat(site.store(set)).isInstanceOf(StoreOutcome.Stored.class);
    }
  }

  @Test
  void patientsAreTheSameByIssuerAndId() throws IOException {
    try (Site site = Site.with(folder, Optional.of("SITE"), Set.of())) {
      site.store(Made.ct(1, 1, 1, 1));
      DataSet named = Made.ct(1, 2, 1, 1);
      named.putString(Tag.ISSUER_OF_PATIENT_ID, "SITE");
      site.store(named);
      assertThat(site.archive.statistics().patients()).isEqualTo(1);
      DataSet foreign = Made.ct(1, 3, 1, 1);
      foreign.putString(Tag.ISSUER_OF_PATIENT_ID, "ELSEWHERE");
      site.store(foreign);
      assertThat(site.archive.statistics().patients()).isEqualTo(2);
      DataSet padded = Made.ct(1, 4, 1, 1);
      padded.putString(Tag.PATIENT_ID, "  PID000001 ");
      site.store(padded);
      assertThat(site.archive.statistics().patients()).isEqualTo(2);
      // Without an ID each study is somebody of its own.
      for (int study = 5; study < 8; study++) {
        for (int instance = 1; instance < 3; instance++) {
          DataSet nameless = Made.ct(1, study, 1, instance);
          nameless.putEmpty(Tag.PATIENT_ID);
          site.store(nameless);
        }
      }
      assertThat(site.archive.statistics()).isEqualTo(new ArchiveStatistics(5, 7, 7, 10, 0, 0));
    }
  }

  @Test
  void anotherPatientIdInAKnownStudyJoinsItAndIsListed() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      DataSet other = Made.ct(1, 1, 1, 2);
      other.putString(Tag.PATIENT_ID, "WRONG^ID");
      assertThat(site.store(other)).isInstanceOf(StoreOutcome.Stored.class);
      site.store(Made.ct(1, 1, 1, 3));
      assertThat(site.archive.statistics()).isEqualTo(new ArchiveStatistics(1, 1, 1, 3, 1, 0));
      List<ConflictEntry> conflicts = site.archive.conflicts(site.pass(new Request.Find(true)));
      assertThat(conflicts).hasSize(1);
      assertThat(conflicts.getFirst().sopInstance()).isEqualTo(Made.instance(1, 1, 1, 2));
      assertThat(conflicts.getFirst().studyUid()).isEqualTo(Made.study(1, 1));
      assertThat(conflicts.getFirst().came().string(Tag.PATIENT_ID)).hasValue("WRONG^ID");
      assertThat(conflicts.getFirst().toString()).doesNotContain("WRONG");
      // The record is still found by the first ID alone.
      assertThat(site.archive.patientRecords(site.pass(new Request.Find(true)), "PID000001"))
          .containsExactly(conflicts.getFirst().patientRecord());
      assertThat(site.archive.patientRecords(site.pass(new Request.Find(true)), "WRONG^ID"))
          .isEmpty();
    }
  }

  @Test
  void aStreamThatBreaksLeavesNothing() throws IOException {
    try (Site site = new Site(folder)) {
      DataSet set = Made.ct(1, 1, 1, 1);
      byte[] bytes = Site.bytes(set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
      InputStream broken =
          new FilterInputStream(new ByteArrayInputStream(bytes, 0, 100)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
              int read = super.read(target, offset, length);
              if (read < 0) {
                throw new IOException("connection lost");
              }
              return read;
            }
          };
      StoreHeader header =
          new StoreHeader(
              Uids.CT_IMAGE_STORAGE, Made.instance(1, 1, 1, 1), Uids.EXPLICIT_VR_LITTLE_ENDIAN);
      assertThatThrownBy(() -> site.archive.store(site.pass(new Request.Store()), header, broken))
          .hasMessage("connection lost");
      assertThat(site.archive.statistics().instances()).isZero();
      assertThat(site.store(set)).isInstanceOf(StoreOutcome.Stored.class);
    }
  }

  @Test
  void aPassForSomethingElseOpensNothing() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      Pass find = site.pass(new Request.Find(true));
      Pass get = site.pass(new Request.Get());
      DataSet keys = new DataSet();
      keys.putString(Tag.SOP_INSTANCE_UID, Made.instance(1, 1, 1, 1));
      assertThatThrownBy(() -> site.archive.select(find, Level.IMAGE, keys))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () -> site.archive.find(get, new Query(Level.STUDY, Root.STUDY, new DataSet())))
          .isInstanceOf(IllegalArgumentException.class);
      StoredInstance selected = site.select(get, Level.IMAGE, Made.instance(1, 1, 1, 1)).getFirst();
      Pass another = site.pass(new Request.Get());
      assertThatThrownBy(() -> site.archive.open(another, selected))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void retrievesAreOnRecordBeforeTheFirstByte() throws IOException {
    try (Site site = new Site(folder)) {
      for (int i = 1; i <= 3; i++) {
        site.store(Made.ct(1, 1, 1, i));
        site.store(Made.ct(1, 2, 1, i));
      }
      Pass pass = site.pass(new Request.Get());
      assertThat(site.select(pass, Level.STUDY, Made.study(1, 1))).hasSize(3);
      assertThat(site.select(pass, Level.SERIES, Made.series(1, 2, 1))).hasSize(3);
      assertThat(site.select(pass, Level.PATIENT, "PID000001")).hasSize(6);
      assertThat(site.select(pass, Level.PATIENT, "PID0")).isEmpty();
      assertThat(
              site.select(pass, Level.IMAGE, Made.instance(1, 1, 1, 1), Made.instance(1, 2, 1, 2)))
          .hasSize(2);
      List<TrailRecord> records =
          site.records().stream().filter(r -> r.action() == Action.RETRIEVE).toList();
      assertThat(records).hasSize(5);
      assertThat(records.get(0).studyUids()).containsExactly(Made.study(1, 1));
      assertThat(records.get(0).count()).hasValue(3);
      assertThat(records.get(2).studyUids()).hasSize(2);
      assertThat(records.get(2).patientRecords()).hasSize(1);
    }
  }
}
