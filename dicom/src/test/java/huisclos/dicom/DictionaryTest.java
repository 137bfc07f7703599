package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.Dictionary.Entry;
import huisclos.dicom.UidRegistry.UidEntry;
import huisclos.dicom.UidRegistry.UidType;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DictionaryTest {
  @Test
  void knowsElementsByTagAndKeyword() {
    assertThat(Dictionary.find(Tag.PATIENT_ID))
        .contains(new Entry(0x00100020, "PatientID", "Patient ID", Vr.LO, "1", false));
    assertThat(Dictionary.find(0x00000000)).map(Entry::keyword).contains("CommandGroupLength");
    assertThat(Dictionary.find(Tag.DATA_SET_TRAILING_PADDING)).map(Entry::vr).contains(Vr.OB);
    assertThat(Dictionary.tagOf("SOPInstanceUID")).hasValue(Tag.SOP_INSTANCE_UID);
    assertThat(Dictionary.tagOf("PatientI")).isEmpty();
    assertThat(Dictionary.tagOf("")).isEmpty();
  }

  @Test
  void knowsRepeatingGroupsInEvenGroupsOnly() {
    assertThat(Dictionary.find(0x60020010)).map(Entry::keyword).contains("OverlayRows");
    assertThat(Dictionary.find(0x60020010)).map(Entry::tag).contains(0x60020010);
    assertThat(Dictionary.vrOf(0x60FE3000)).isEqualTo(Vr.OW);
    assertThat(Dictionary.vrOf(0x002031AB)).isEqualTo(Vr.CS);
    assertThat(Dictionary.find(0x60030010)).isEmpty();
  }

  @Test
  void givesVrsThatImplicitEncodingLeavesOut() {
    assertThat(Dictionary.vrOf(Tag.PIXEL_DATA)).isEqualTo(Vr.OW);
    assertThat(Dictionary.vrOf(Tag.SMALLEST_IMAGE_PIXEL_VALUE)).isEqualTo(Vr.US);
    assertThat(Dictionary.vrOf(0x00080000)).isEqualTo(Vr.UL);
    assertThat(Dictionary.vrOf(0x00090010)).isEqualTo(Vr.LO);
    assertThat(Dictionary.vrOf(0x00091001)).isEqualTo(Vr.UN);
    assertThat(Dictionary.vrOf(0x00101999)).isEqualTo(Vr.UN);
  }

  @Test
  void knowsUids() {
    assertThat(UidRegistry.find(Uids.CT_IMAGE_STORAGE))
        .contains(
            new UidEntry(
                "1.2.840.10008.5.1.4.1.1.2",
                "CTImageStorage",
                "CT Image Storage",
                UidType.SOP_CLASS,
                false));
    assertThat(UidRegistry.storageSopClasses())
        .contains(Uids.CT_IMAGE_STORAGE, Uids.ENCAPSULATED_PDF_STORAGE)
        .contains(Uids.HANGING_PROTOCOL_STORAGE)
        .doesNotContain(Uids.VERIFICATION, Uids.MEDIA_STORAGE_DIRECTORY_STORAGE)
        .doesNotContain(Uids.STORAGE_COMMITMENT_PUSH_MODEL)
        .hasSizeGreaterThan(190);
  }

  @Test
  void knowsTheStructureOfEveryTransferSyntax() {
    assertThat(TransferSyntax.all()).hasSize(63).doesNotHaveDuplicates();
    assertThat(TransferSyntax.all()).filteredOn(TransferSyntax::uncompressed).hasSize(4);
    assertThat(TransferSyntax.of(Uids.JPEG2000_LOSSLESS))
        .contains(TransferSyntax.encapsulated(Uids.JPEG2000_LOSSLESS));
    assertThat(TransferSyntax.of(Uids.JPIP_REFERENCED_DEFLATE))
        .contains(new TransferSyntax(Uids.JPIP_REFERENCED_DEFLATE, true, false, true, false));
    assertThat(TransferSyntax.of("1.2.840.113619.5.2")).isEmpty();
    assertThat(TransferSyntax.all())
        .filteredOn(TransferSyntax::encapsulated)
        .allMatch(s -> s.explicit() && !s.bigEndian() && !s.deflated())
        .hasSizeGreaterThan(50);
  }

  @Test
  void judgesUids() {
    assertThat(Uid.isValid("1.2.840.10008.1.1")).isTrue();
    assertThat(Uid.isValid("0.0")).isTrue();
    for (String bad :
        new String[] {"", ".", "1.", ".1", "1..2", "1.02", "1.2a", " 1.2", "1.2\0", "../etc"}) {
      assertThat(Uid.isValid(bad)).as(bad).isFalse();
    }
    assertThat(Uid.isValid("1." + "2".repeat(62))).isTrue();
    assertThat(Uid.isValid("1." + "2".repeat(63))).isFalse();
    assertThat(Uid.isUsable("1.02")).isTrue();
    assertThat(Uid.isUsable("1.2/3")).isFalse();
    assertThat(Uid.fromUuid(UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")))
        .isEqualTo("2.25.329800735698586629295641978511506172918");
    assertThat(Uid.isValid(Implementation.CLASS_UID)).isTrue();
  }

  @Test
  void formatsTags() {
    assertThat(Tags.format(0x7FE00010)).isEqualTo("(7fe0,0010)");
    assertThat(Tags.hex(0xFFFEE00D)).isEqualTo("FFFEE00D");
    assertThat(Tags.compare(0xFFFEE000, Tag.PATIENT_ID)).isPositive();
    assertThat(Tags.isPrivate(0x00090010)).isTrue();
    assertThat(Tags.isPrivateCreator(0x00090100)).isFalse();
  }
}
