package huisclos.courier;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.courier.Proposal.Offer;
import huisclos.dicom.Uids;
import huisclos.net.AssociateRequestSpec;
import huisclos.net.ProposedContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProposalTest {
  private static final String IMPLICIT = Uids.IMPLICIT_VR_LITTLE_ENDIAN;
  private static final String EXPLICIT = Uids.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final String BIG = Uids.EXPLICIT_VR_BIG_ENDIAN;
  private static final String DEFLATED = Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
  private static final String JPEG = Uids.JPEG_BASELINE8_BIT;
  private static final String VIDEO = Uids.MPEG4_HP41;
  private static final String CT = Uids.CT_IMAGE_STORAGE;
  private static final String MR = Uids.MR_IMAGE_STORAGE;

  @Test
  void eachSyntaxKeptHasAContextWithWhatItCanBeConvertedTo() {
    assertThat(contexts(new Offer(MR, EXPLICIT), new Offer(MR, BIG), new Offer(CT, DEFLATED)))
        .containsExactly(
            Map.entry(MR, List.of(EXPLICIT, IMPLICIT)),
            Map.entry(MR, List.of(BIG, EXPLICIT, IMPLICIT)),
            Map.entry(CT, List.of(DEFLATED, EXPLICIT, IMPLICIT)));
    assertThat(contexts(new Offer(MR, JPEG), new Offer(MR, JPEG)))
        .as("a compressed one by itself, after what it can be decoded to")
        .containsExactly(Map.entry(MR, List.of(EXPLICIT, IMPLICIT)), Map.entry(MR, List.of(JPEG)));
    assertThat(contexts(new Offer(MR, VIDEO))).containsExactly(Map.entry(MR, List.of(VIDEO)));
  }

  @Test
  void implicitVrIsOfferedBeforeItIsLeftToThePeer() {
    assertThat(contexts(new Offer(CT, EXPLICIT), new Offer(MR, IMPLICIT)))
        .containsExactly(
            Map.entry(MR, List.of(EXPLICIT)),
            Map.entry(CT, List.of(EXPLICIT, IMPLICIT)),
            Map.entry(MR, List.of(IMPLICIT)));
    assertThat(contexts(new Offer(MR, IMPLICIT), new Offer(MR, JPEG)))
        .containsExactly(
            Map.entry(MR, List.of(IMPLICIT)),
            Map.entry(MR, List.of(EXPLICIT, IMPLICIT)),
            Map.entry(MR, List.of(JPEG)));
    assertThat(contexts(new Offer(MR, IMPLICIT), new Offer(MR, VIDEO)))
        .as("one that nobody decodes can be sent in no explicit VR")
        .containsExactly(
            Map.entry(MR, List.of(EXPLICIT)),
            Map.entry(MR, List.of(IMPLICIT)),
            Map.entry(MR, List.of(VIDEO)));
  }

  /** What GDCM 3.0 does: implicit VR from each list, and the last one accepted counts for all. */
  @Test
  void whoeverGoesByTheLastContextIsInImplicitVrThroughout() {
    List<String> kept = List.of(EXPLICIT, IMPLICIT, BIG, DEFLATED);
    for (String first : kept) {
      for (String second : kept) {
        for (String other : kept) {
          List<Map.Entry<String, List<String>>> contexts =
              contexts(new Offer(MR, first), new Offer(CT, other), new Offer(MR, second));
          assertThat(contexts.getLast().getValue()).contains(IMPLICIT);
          for (String sopClass : List.of(MR, CT)) {
            assertThat(contexts)
                .anyMatch(c -> c.getKey().equals(sopClass) && c.getValue().contains(IMPLICIT));
          }
          // Explicit VR alone stands only where all of the class is kept in implicit VR, and so is
          // sent in that.
          assertThat(contexts.contains(Map.entry(MR, List.of(EXPLICIT))))
              .isEqualTo(first.equals(IMPLICIT) && second.equals(IMPLICIT));
        }
      }
    }
  }

  @Test
  void takesNoMoreThanAnAssociationHas() {
    Proposal proposal = new Proposal(Uids.JPEG_BASELINE8_BIT::equals);
    int taken = 0;
    while (proposal.add(new Offer("1.2.3." + taken, IMPLICIT))) {
      taken++;
    }
    assertThat(taken).isEqualTo(CourierLimits.MAX_CONTEXTS / 2);
    assertThat(proposal.add(new Offer("1.2.3.0", IMPLICIT))).as("is in already").isTrue();
    assertThat(proposal.on(AssociateRequestSpec.of("A", "B")).contexts())
        .hasSize(CourierLimits.MAX_CONTEXTS);
  }

  private static List<Map.Entry<String, List<String>>> contexts(Offer... offers) {
    Proposal proposal = new Proposal(Uids.JPEG_BASELINE8_BIT::equals);
    for (Offer offer : offers) {
      assertThat(proposal.add(offer)).isTrue();
    }
    List<Map.Entry<String, List<String>>> contexts = new ArrayList<>();
    for (ProposedContext context : proposal.on(AssociateRequestSpec.of("A", "B")).contexts()) {
      contexts.add(Map.entry(context.abstractSyntax(), context.transferSyntaxes()));
    }
    return contexts;
  }
}
