package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataSetTest {
  private final DataSet set = new DataSet();

  @Test
  void keepsElementsInUnsignedTagOrder() {
    for (int tag : new int[] {0xFFFCFFFC, Tag.PATIENT_ID, Tag.STUDY_DATE, 0x90010010, Tag.ROWS}) {
      set.put(ValueElement.empty(tag, Vr.LO));
    }
    assertThat(set.tags())
        .containsExactly(Tag.STUDY_DATE, Tag.PATIENT_ID, Tag.ROWS, 0x90010010, 0xFFFCFFFC);
    set.remove(Tag.PATIENT_ID);
    set.remove(Tag.PATIENT_ID);
    assertThat(set.size()).isEqualTo(4);
    assertThat(set.contains(Tag.PATIENT_ID)).isFalse();
    assertThat(set.get(0x90010010)).isPresent();
  }

  @Test
  void holdsManyElementsPutInAnyOrder() {
    for (int i = 0; i < 1000; i++) {
      set.put(ValueElement.empty(Tags.of(0x11, i * 7919 % 1000 + 0x1000), Vr.LO));
    }
    assertThat(set.size()).isEqualTo(1000);
    assertThat(set.tags()).isSorted();
  }

  @Test
  void trimsByVr() {
    set.putString(Tag.PATIENT_ID, "  A 1 ", " B");
    set.putString(Tag.PATIENT_COMMENTS, "  kept \\ text ");
    set.putBytes(Tag.STUDY_INSTANCE_UID, Vr.UI, "1.2.3\0".getBytes(StandardCharsets.US_ASCII));
    set.putBytes(Tag.MODALITY, Vr.CS, "CT\0\0".getBytes(StandardCharsets.US_ASCII));
    assertThat(set.strings(Tag.PATIENT_ID)).containsExactly("A 1", "B");
    assertThat(set.strings(Tag.PATIENT_COMMENTS)).containsExactly("  kept \\ text");
    assertThat(set.string(Tag.STUDY_INSTANCE_UID)).contains("1.2.3");
    assertThat(set.string(Tag.MODALITY)).contains("CT");
  }

  @Test
  void absentEmptyAndBlankAreNoText() {
    set.putEmpty(Tag.PATIENT_NAME);
    set.putString(Tag.STUDY_ID, "  ");
    for (int tag : new int[] {Tag.PATIENT_NAME, Tag.STUDY_ID, Tag.PATIENT_ID}) {
      assertThat(set.string(tag)).isEmpty();
      assertThat(set.strings(tag)).isEmpty();
      assertThat(set.string(tag, "none")).isEqualTo("none");
    }
    set.putString(Tag.IMAGE_TYPE, "", "PRIMARY");
    assertThat(set.strings(Tag.IMAGE_TYPE)).containsExactly("", "PRIMARY");
    assertThat(set.string(Tag.IMAGE_TYPE)).isEmpty();
  }

  @Test
  void padsEvenAsTheVrAsks() {
    set.putString(Tag.SOP_CLASS_UID, "1.2");
    set.putString(Tag.MODALITY, "MRI");
    set.putBytes(Tag.PIXEL_DATA, Vr.OB, new byte[] {1, 2, 3});
    assertThat(bytes(Tag.SOP_CLASS_UID)).isEqualTo(Bytes.of("'1.2' 00"));
    assertThat(bytes(Tag.MODALITY)).isEqualTo(Bytes.of("'MRI '"));
    assertThat(bytes(Tag.PIXEL_DATA)).isEqualTo(Bytes.of("01 02 03 00"));
  }

  @Test
  void readsNumbersOfEveryVr() {
    set.putInt(Tag.ROWS, 65535);
    set.putBytes(Tag.SMALLEST_IMAGE_PIXEL_VALUE, Vr.SS, Bytes.of("FE FF 01 00"));
    set.putBytes(Tag.SIMPLE_FRAME_LIST, Vr.UL, Bytes.of("FF FF FF FF"));
    set.putString(Tag.INSTANCE_NUMBER, " 12", "x", "-3 ");
    set.putInt(Tag.SELECTOR_UV_VALUE, 7);
    set.putInt(Tag.FRAME_INCREMENT_POINTER, Tag.FRAME_TIME);
    set.putInt(Tag.SERIES_NUMBER, 5);
    assertThat(set.integer(Tag.ROWS)).hasValue(65535);
    assertThat(set.integers(Tag.SMALLEST_IMAGE_PIXEL_VALUE)).containsExactly(-2, 1);
    assertThat(set.integer(Tag.SIMPLE_FRAME_LIST)).isEmpty();
    assertThat(set.longInteger(Tag.SIMPLE_FRAME_LIST)).hasValue(0xFFFFFFFFL);
    assertThat(set.integers(Tag.INSTANCE_NUMBER)).containsExactly(12, -3);
    assertThat(set.strings(Tag.SELECTOR_UV_VALUE)).containsExactly("7");
    assertThat(set.tagValues(Tag.FRAME_INCREMENT_POINTER)).containsExactly(Tag.FRAME_TIME);
    assertThat(set.strings(Tag.FRAME_INCREMENT_POINTER)).containsExactly("00181063");
    assertThat(set.string(Tag.SERIES_NUMBER)).contains("5");
    assertThat(set.integer(Tag.PATIENT_NAME)).isEmpty();
  }

  @Test
  void readsKnownElementsSentAsUnknown() {
    set.putBytes(Tag.PATIENT_ID, Vr.UN, "ID7 ".getBytes(StandardCharsets.US_ASCII));
    set.putBytes(Tag.ROWS, Vr.UN, Bytes.of("00 02"));
    assertThat(set.string(Tag.PATIENT_ID)).contains("ID7");
    assertThat(set.integer(Tag.ROWS)).hasValue(512);
  }

  @Test
  void itemsTakeOverTheRepertoireInWhateverOrderItComes() {
    DataSet inner = new DataSet();
    DataSet item = new DataSet();
    item.putItems(Tag.CONTENT_SEQUENCE, List.of(inner));
    set.putItems(Tag.CONTENT_SEQUENCE, List.of(item));
    set.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    inner.putString(Tag.PATIENT_NAME, "Müller^Jörg");
    ValueElement name = (ValueElement) inner.get(Tag.PATIENT_NAME).orElseThrow();
    assertThat(name.bytes()).isEqualTo("Müller^Jörg ".getBytes(StandardCharsets.UTF_8));
    assertThat(inner.string(Tag.PATIENT_NAME)).contains("Müller^Jörg");
    assertThat(inner.characterSet().terms()).containsExactly("ISO_IR 192");
    set.remove(Tag.SPECIFIC_CHARACTER_SET);
    assertThat(inner.characterSet().terms()).isEmpty();
  }

  @Test
  void copiesSomeElementsWithTheRepertoire() {
    set.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    set.putString(Tag.PATIENT_NAME, "Åse");
    DataSet copy = set.copyOf(List.of(Tag.PATIENT_NAME, Tag.PATIENT_ID));
    assertThat(copy.size()).isEqualTo(1);
    assertThat(copy.string(Tag.PATIENT_NAME)).contains("Åse");
  }

  @Test
  void dropsGroupLengthsAtEveryLevel() {
    DataSet item = new DataSet();
    item.putInt(0x00080000, 4);
    set.putInt(0x00100000, 4);
    set.putItems(Tag.CONTENT_SEQUENCE, List.of(item));
    set.removeGroupLengths();
    assertThat(set.tags()).containsExactly(Tag.CONTENT_SEQUENCE);
    assertThat(item.isEmpty()).isTrue();
  }

  @Test
  void neverShowsAValue() {
    set.putString(Tag.PATIENT_NAME, "Secret^Name");
    DataSet item = new DataSet();
    item.putString(Tag.PATIENT_ID, "Secret-ID");
    set.putItems(Tag.CONTENT_SEQUENCE, List.of(item));
    assertThat(set.toString())
        .isEqualTo("{(0010,0010) PN #12, (0040,a730) SQ 1 items}")
        .doesNotContain("Secret");
    assertThatThrownBy(() -> set.putString(Tag.ROWS, "Secret")).hasMessageNotContaining("Secret");
  }

  private byte[] bytes(int tag) {
    return ((ValueElement) set.get(tag).orElseThrow()).bytes();
  }
}
