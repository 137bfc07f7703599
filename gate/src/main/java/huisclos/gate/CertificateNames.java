package huisclos.gate;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The subject alternative names of a certificate, DNS names and addresses, in normal spelling. */
final class CertificateNames {
  /** GeneralName types of RFC 5280 §4.2.1.6. */
  private static final Set<Integer> DNS_OR_ADDRESS = Set.of(2, 7);

  private CertificateNames() {}

  static Set<String> of(X509Certificate certificate) {
    Set<String> names = new HashSet<>();
    try {
      Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
      if (entries == null) {
        return names;
      }
      for (List<?> entry : entries) {
        if (DNS_OR_ADDRESS.contains(entry.get(0)) && entry.get(1) instanceof String name) {
          ServerNames.normal(name).ifPresent(names::add);
        }
      }
      return names;
    } catch (CertificateParsingException e) {
      // A name that doesn't parse names nobody.
      return Set.of();
    }
  }
}
