package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.Uids;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForwardRuleTest {
  private static final ForwardRule.Subject KNEE =
      new ForwardRule.Subject("CT", Optional.of("CT1"), Uids.CT_IMAGE_STORAGE, " Left Knee ");

  private static ForwardRule rule(
      Set<String> modalities, Set<String> senders, Set<String> classes, String description) {
    return new ForwardRule(1, "DEST", modalities, senders, classes, description, Instant.EPOCH);
  }

  @Test
  void eachConditionNarrowsAndNoneMeansAll() {
    assertThat(rule(Set.of(), Set.of(), Set.of(), "").matches(KNEE)).isTrue();
    assertThat(rule(Set.of("MR", "CT"), Set.of(), Set.of(), "").matches(KNEE)).isTrue();
    assertThat(rule(Set.of("MR"), Set.of(), Set.of(), "").matches(KNEE)).isFalse();
    assertThat(rule(Set.of(), Set.of("CT1"), Set.of(), "").matches(KNEE)).isTrue();
    assertThat(rule(Set.of(), Set.of("CT2"), Set.of(), "").matches(KNEE)).isFalse();
    assertThat(rule(Set.of(), Set.of(), Set.of(Uids.CT_IMAGE_STORAGE), "").matches(KNEE)).isTrue();
    assertThat(rule(Set.of(), Set.of(), Set.of(Uids.MR_IMAGE_STORAGE), "").matches(KNEE)).isFalse();
    assertThat(rule(Set.of(), Set.of(), Set.of(), "left kne?").matches(KNEE)).isTrue();
    assertThat(rule(Set.of(), Set.of(), Set.of(), "knee").matches(KNEE)).isFalse();
    assertThat(rule(Set.of("CT"), Set.of("CT2"), Set.of(), "*knee").matches(KNEE)).isFalse();
  }

  @Test
  void nothingGoesBackAndAnUnknownSenderFitsNoListOfSenders() {
    ForwardRule.Subject own =
        new ForwardRule.Subject("CT", Optional.of("DEST"), Uids.CT_IMAGE_STORAGE, "");
    ForwardRule.Subject unknown =
        new ForwardRule.Subject("CT", Optional.empty(), Uids.CT_IMAGE_STORAGE, "");
    assertThat(rule(Set.of(), Set.of(), Set.of(), "").matches(own)).isFalse();
    assertThat(rule(Set.of(), Set.of("CT1"), Set.of(), "").matches(unknown)).isFalse();
    assertThat(rule(Set.of(), Set.of(), Set.of(), "").matches(unknown)).isTrue();
  }
}
