package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.gate.PatientKey;
import huisclos.gate.Reach;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes {@link Reaching} of what a pass is good for. Thread-safe. */
final class Reaches {
  /** Who counts as a physician of a study: those who had it done or are consulted. */
  static final List<Integer> PHYSICIANS =
      List.of(
          Tag.REFERRING_PHYSICIAN_NAME, Tag.CONSULTING_PHYSICIAN_NAME, Tag.REQUESTING_PHYSICIAN);

  private final SealedAttributes sealed;
  private final Tokens tokens;
  private final Optional<String> defaultIssuer;

  Reaches(SealedAttributes sealed, Tokens tokens, Optional<String> defaultIssuer) {
    this.sealed = sealed;
    this.tokens = tokens;
    this.defaultIssuer = defaultIssuer;
  }

  Reaching of(Reach reach) {
    return new Reaching(reach.all().stream().map(this::prepared).toList(), sealed);
  }

  private Reaching.Part prepared(Reach.Part part) {
    Set<String> groups = new LinkedHashSet<>();
    part.physicians().forEach(name -> groups.addAll(Normal.groups(name)));
    List<Long> patients = new ArrayList<>();
    part.patients().forEach(patient -> patients.add(tokens.patientId(patient.id())));
    return new Reaching.Part(
        part.studies(),
        part.patients(),
        groups,
        patients,
        groups.stream().map(tokens::physician).toList(),
        this::isOf);
  }

  /** Whether these are a patient's attributes; case counts here, unlike in a search. */
  private boolean isOf(PatientKey wanted, DataSet patient) {
    String issuer = patient.string(Tag.ISSUER_OF_PATIENT_ID, "").strip();
    return patient.string(Tag.PATIENT_ID, "").strip().equals(wanted.id())
        && (wanted.issuer().isEmpty()
            || wanted.issuer().equals(issuer.isEmpty() ? defaultIssuer.orElse("") : issuer));
  }

  /** The normalised component groups of all who count as a study's physicians. */
  static Set<String> physicians(DataSet study) {
    Set<String> groups = new LinkedHashSet<>();
    for (int tag : PHYSICIANS) {
      study.strings(tag).forEach(name -> groups.addAll(Normal.groups(name)));
    }
    return groups;
  }
}
