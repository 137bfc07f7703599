package huisclos.archive;

import huisclos.gate.Admission;
import huisclos.gate.DeviceAdmin;
import huisclos.gate.Identity;
import huisclos.gate.KeySource;
import huisclos.gate.Verb;
import java.io.IOException;
import java.util.Set;

/** Devices of a site under test. */
final class Devices {
  private Devices() {}

  /** Adds a device with these grants and lets it in. */
  static Identity admitted(Site site, String aet, Verb... verbs) throws IOException {
    DeviceAdmin.Result result =
        site.gate
            .devices()
            .add(
                new DeviceAdmin.Order(
                    aet, Set.of(verbs), Set.of(), new KeySource.Generated(), false),
                "tester");
    if (!(result instanceof DeviceAdmin.Result.Issued issued)) {
      throw new AssertionError("not issued");
    }
    return switch (site.gate.admit(
        issued.identity().certificate(), aet, site.gate.aet(), "192.0.2.7")) {
      case Admission.Admitted(Identity identity) -> identity;
      case Admission.Refused refused -> throw new AssertionError(refused.reason());
    };
  }
}
