package huisclos.probe.dimse;

import huisclos.net.AnsweredContext;
import huisclos.net.AssociateAc;
import huisclos.probe.finding.Fingerprint;
import java.util.List;

/** The behaviour that software is told by, from the answer to the first association. Stateless. */
final class Behaviour {
  private Behaviour() {}

  static Fingerprint of(AssociateAc accepted) {
    StringBuilder results = new StringBuilder();
    for (int i = 0; i < Offer.FIRST.size(); i++) {
      int id = 2 * i + 1;
      results.append(
          accepted.contexts().stream()
              .filter(context -> context.id() == id)
              .mapToInt(AnsweredContext::result)
              .filter(result -> result <= 9)
              .mapToObj(Integer::toString)
              .findFirst()
              .orElse("-"));
    }
    return new Fingerprint(
        accepted.implementationClassUid().orElse(""),
        accepted.implementationVersionName().orElse(""),
        results.toString(),
        accepted.maximumLength(),
        "",
        List.of());
  }
}
