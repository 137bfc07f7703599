package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.dicom.CanonicalDigest;
import huisclos.dicom.DataSet;
import huisclos.dicom.DicomException;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversionTest {
  private static final List<TransferSyntax> UNCOMPRESSED =
      TransferSyntax.all().stream().filter(TransferSyntax::uncompressed).toList();

  @TempDir Path folder;

  @Test
  void keepsEveryValueBetweenAnyTwoUncompressedSyntaxes() throws IOException {
    try (Site site = new Site(folder)) {
      int number = 0;
      for (TransferSyntax stored : UNCOMPRESSED) {
        number++;
        DataSet set = Made.ct(1, 1, 1, number);
        site.store(set, stored);
        byte[] kept = Site.bytes(set, stored);
        Pass pass = site.pass(new Request.Get());
        StoredInstance instance =
            site.select(pass, Level.IMAGE, Made.instance(1, 1, 1, number)).getFirst();
        byte[] digest = CanonicalDigest.of(new ByteArrayInputStream(kept), stored);
        for (TransferSyntax target : UNCOMPRESSED) {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          Conversion.copy(site.archive, pass, instance, target.uid(), out);
          if (target.equals(stored)) {
            assertThat(out.toByteArray()).isEqualTo(kept);
            assertThat(Conversion.length(instance, target.uid())).isEqualTo(kept.length);
          } else {
            assertThat(out.toByteArray()).isNotEqualTo(kept);
            assertThat(Conversion.length(instance, target.uid())).isEqualTo(-1);
          }
          assertThat(CanonicalDigest.of(new ByteArrayInputStream(out.toByteArray()), target))
              .as("%s to %s", stored.uid(), target.uid())
              .isEqualTo(digest);
        }
        ByteArrayOutputStream none = new ByteArrayOutputStream();
        assertThatThrownBy(
                () -> Conversion.copy(site.archive, pass, instance, Uids.JPEG_BASELINE8_BIT, none))
            .isInstanceOf(DicomException.class);
        assertThat(none.size()).isZero();
      }
    }
  }

  /**
   * Some writers leave the NUL out that evens a deflate stream, and DCMTK refuses odd fragments.
   */
  @Test
  void evensADeflateStreamThatWasKeptOdd() throws IOException {
    TransferSyntax deflated =
        TransferSyntax.of(Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN).orElseThrow();
    try (Site site = new Site(folder)) {
      int tried = 0;
      int odd = 0;
      while (odd == 0 && tried < 50) {
        tried++;
        DataSet set = Made.ct(1, 1, 1, tried);
        set.putString(Tag.IMAGE_COMMENTS, "x".repeat(tried));
        byte[] even = Site.bytes(set, deflated);
        byte[] sent = Arrays.copyOf(even, even.length - 1);
        if (even[even.length - 1] != 0 || !isWhole(sent, deflated)) {
          continue;
        }
        odd++;
        Pass store = site.pass(new Request.Store());
        StoreHeader header =
            new StoreHeader(
                set.string(Tag.SOP_CLASS_UID, ""), set.string(Tag.SOP_INSTANCE_UID, ""),
                deflated.uid(), Optional.empty());
        assertThat(site.archive.store(store, header, new ByteArrayInputStream(sent)))
            .isInstanceOf(StoreOutcome.Stored.class);
        Pass pass = site.pass(new Request.Get());
        StoredInstance instance =
            site.select(pass, Level.IMAGE, Made.instance(1, 1, 1, tried)).getFirst();
        assertThat(instance.length()).isEqualTo(sent.length);
        assertThat(Conversion.length(instance, deflated.uid())).isEqualTo(even.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Conversion.copy(site.archive, pass, instance, deflated.uid(), out);
        assertThat(out.toByteArray()).isEqualTo(even);
      }
      assertThat(odd).as("data sets that deflate to an odd length").isOne();
    }
  }

  private static boolean isWhole(byte[] dataSet, TransferSyntax syntax) {
    try {
      return CanonicalDigest.of(new ByteArrayInputStream(dataSet), syntax).length > 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void prefersWhatIsKeptThenExplicitLittleEndian() {
    String big = Uids.EXPLICIT_VR_BIG_ENDIAN;
    String implicit = Uids.IMPLICIT_VR_LITTLE_ENDIAN;
    String explicit = Uids.EXPLICIT_VR_LITTLE_ENDIAN;
    String jpeg = Uids.JPEG_BASELINE8_BIT;
    assertThat(Conversion.choose(big, Set.of(implicit, explicit, big))).contains(big);
    assertThat(Conversion.choose(big, Set.of(implicit, explicit))).contains(explicit);
    assertThat(Conversion.choose(explicit, Set.of(implicit, big, jpeg))).contains(implicit);
    assertThat(Conversion.choose(implicit, Set.of(big))).contains(big);
    assertThat(Conversion.choose(explicit, Set.of(jpeg))).isEmpty();
    assertThat(Conversion.choose(jpeg, Set.of(explicit, implicit))).isEmpty();
    assertThat(Conversion.choose(jpeg, Set.of(explicit, jpeg))).contains(jpeg);
    assertThat(Conversion.choose("1.2.3.4", Set.of(explicit))).isEmpty();
    assertThat(Conversion.offers(jpeg)).containsExactly(jpeg);
    assertThat(Conversion.offers(implicit)).hasSize(4).startsWith(implicit, explicit);
    assertThat(Conversion.proposals(jpeg)).containsExactly(jpeg);
    assertThat(Conversion.proposals(implicit)).containsExactly(implicit, explicit);
    assertThat(Conversion.proposals(big)).containsExactly(big, explicit, implicit);
  }
}
