package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.gate.DeviceAdmin;
import huisclos.gate.IdentityFiles;
import huisclos.gate.KeySource;
import huisclos.gate.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Adds a device from within the process and writes its identity; for the demo and the rehearsal.
 */
public final class IdentityWriter {
  private IdentityWriter() {}

  /** Writes {@code AET.key.pem}, {@code AET.cert.pem} and {@code ca.pem} into the folder. */
  public static void issue(Site site, String aet, Set<Verb> verbs, Path folder) throws IOException {
    DeviceAdmin.Order order =
        new DeviceAdmin.Order(aet, verbs, Set.of(), new KeySource.Generated(), false);
    switch (site.gate().devices().add(order, Site.account())) {
      case DeviceAdmin.Result.Issued(var identity) ->
          IdentityFiles.write(folder, identity.files(), false);
      case DeviceAdmin.Result.Refused(var why) -> throw UserError.refused(why.message(), "");
      case DeviceAdmin.Result.Revoked _ -> throw new IllegalStateException("nothing was revoked");
    }
  }
}
