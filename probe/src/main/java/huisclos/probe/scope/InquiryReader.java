package huisclos.probe.scope;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code [inquiry]}. */
final class InquiryReader {
  /** Most addresses of an RDAP service. */
  static final int MAX_ADDRESSES = 16;

  private static final Pattern HOST = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9.-]{1,253}");
  private static final Pattern PATH = Pattern.compile("[!-~]*");

  private InquiryReader() {}

  static Inquiries read(Path file, TomlReader root) throws ScopeException {
    Optional<TomlReader> table = root.table("inquiry");
    if (table.isEmpty()) {
      return Inquiries.none();
    }
    TomlReader inquiry = table.orElseThrow();
    Optional<String> base = inquiry.line("rdap", ScopeReader.MAX_LINE);
    Optional<URI> rdap =
        base.isPresent() ? Optional.of(service(inquiry, base.orElseThrow())) : Optional.empty();
    List<InetAddress> addresses = addresses(inquiry);
    if (rdap.isEmpty() && !addresses.isEmpty()) {
      throw inquiry.wrong(
          "rdap_addresses", "inquiry.rdap is missing", "add rdap = \"https://HOST/BASE\"");
    }
    Inquiries inquiries =
        new Inquiries(
            rdap,
            addresses,
            inquiry.flag("security_txt"),
            inquiry
                .line("ranges", ScopeReader.MAX_LINE)
                .map(file.toAbsolutePath()::resolveSibling));
    inquiry.nothingElse();
    return inquiries;
  }

  private static URI service(TomlReader inquiry, String base) throws ScopeException {
    try {
      URI uri = URI.create(base);
      if ("https".equals(uri.getScheme())
          && uri.getHost() != null
          && HOST.matcher(uri.getHost()).matches()
          && uri.getUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getPort() != 0
          && uri.getPort() <= 0xFFFF
          && PATH.matcher(uri.getRawPath()).matches()) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // No address at all: said below.
    }
    throw inquiry.wrong(
        "rdap",
        "inquiry.rdap isn't an https address of a named host",
        "such as https://rdap.example.org/rdap, without ? and #");
  }

  private static List<InetAddress> addresses(TomlReader inquiry) throws ScopeException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String text :
        inquiry
            .array("rdap_addresses", String.class, "addresses in quotes", MAX_ADDRESSES)
            .orElse(List.of())) {
      Span span = ScopeReader.span(inquiry, "rdap_addresses", text);
      if (span.size() != 1 || Specials.never(span)) {
        throw inquiry.wrong(
            "rdap_addresses",
            "a name is pinned to single addresses that can be dialled",
            "`huisclos probe pin HOST` looks them up");
      }
      addresses.add(span.first().address());
    }
    return addresses;
  }
}
