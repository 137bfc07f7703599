package huisclos.probe.scope;

import java.nio.file.Path;

/**
 * Evidence, recorded in a scope, that whoever signs it may speak for a range. The probe records
 * what was seen and shows it; a mandate's text it also checks by its hash. It asks no name server:
 * whoever signs the scope vouches for the record.
 */
public sealed interface Authority {
  /** In one line, for a plan. */
  String shown();

  /**
   * A DNS TXT record.
   *
   * @param record its name, such as {@code _huisclos-probe.example.org}
   * @param value what it said, such as {@code huisclos-probe=TOKEN}
   * @param seen when it was seen
   */
  record DnsTxt(String record, String value, String seen) implements Authority {
    @Override
    public String shown() {
      return "DNS TXT " + record + " said " + value + " on " + seen;
    }
  }

  /**
   * A file on the owner's web site.
   *
   * @param url where, below {@code /.well-known/}
   * @param value what it said
   * @param seen when it was seen
   */
  record WellKnown(String url, String value, String seen) implements Authority {
    @Override
    public String shown() {
      return url + " said " + value + " on " + seen;
    }
  }

  /**
   * A written mandate beside the scope.
   *
   * @param file where it lies
   * @param sha256 its hash, lower-case hex; checked when the scope is loaded
   */
  record Mandate(Path file, String sha256) implements Authority {
    @Override
    public String shown() {
      return "mandate " + file.getFileName() + ", SHA-256 " + sha256;
    }
  }
}
