package huisclos.probe.inquiry;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.notice.RdapContacts;
import huisclos.probe.notice.SavedContacts;
import huisclos.probe.notice.SecurityTxt;
import huisclos.probe.scope.PortRule;
import huisclos.probe.scope.Scope;
import huisclos.probe.web.WebFetch;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Dialer;
import huisclos.probe.wire.Journal;
import huisclos.probe.wire.KillSwitch;
import huisclos.probe.wire.Mandate;
import huisclos.probe.wire.Throttle;
import huisclos.probe.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.TrustManagerFactory;

/**
 * Looks for whom to tell about addresses with open doors, and saves what it finds for the letters.
 * What was saved before isn't asked again. Each question is put once; nothing is followed.
 *
 * <p>A host is asked within the scope's own mandate and pace. The registry is asked at the
 * addresses that the scope pins to it, and what it says counts only if its certificate is made out
 * to its name, for a forged answer would send a letter to somebody else. One thread calls it.
 */
public final class ContactSearch {
  /** Addresses that are asked about in one go, of each source. */
  public static final int MAX_ADDRESSES = 10_000;

  private static final int MAX_AT_ONCE = 64;
  private static final int HTTPS = 443;

  /** Who is asked. */
  public enum Source {
    SECURITY_TXT("security.txt"),
    RDAP("rdap");

    private final String word;

    Source(String word) {
      this.word = word;
    }

    /** As people and programs are shown it. */
    public String word() {
      return word;
    }
  }

  /**
   * What came of one address and source.
   *
   * @param file where the answer lies; empty without one
   * @param words why, in words of ours
   */
  public record Found(String address, Source source, Optional<Path> file, String words) {}

  /**
   * What it needs beside a scope.
   *
   * @param anchors what the registry's certificate has to lead to
   */
  public record Means(
      Journal journal,
      Wire.Network network,
      KillSwitch killSwitch,
      InstantSource clock,
      TrustManagerFactory anchors) {}

  private final Scope scope;
  private final SavedContacts saved;
  private final Means means;
  private final Throttle overall;

  /**
   * @param saved into an existing folder
   */
  public ContactSearch(Scope scope, SavedContacts saved, Means means) {
    this.scope = scope;
    this.saved = saved;
    this.means = means;
    this.overall = Throttle.perSecond(scope.rates().totalPerSecond());
  }

  /** The sources that the scope lets it ask. */
  public static List<Source> sources(Scope scope) {
    List<Source> sources = new ArrayList<>();
    if (scope.inquiries().securityTxt()) {
      sources.add(Source.SECURITY_TXT);
    }
    if (scope.inquiries().rdap().isPresent() && !scope.inquiries().rdapAddresses().isEmpty()) {
      sources.add(Source.RDAP);
    }
    return List.copyOf(sources);
  }

  /**
   * Asks about the addresses of these doors.
   *
   * @return one for each address and source, in their order
   */
  public List<Found> about(Collection<Door> doors) throws IOException, InterruptedException {
    List<InetAddress> addresses =
        doors.stream().map(door -> door.socketAddress().getAddress()).distinct().toList();
    List<Found> found = new ArrayList<>();
    for (Source source : sources(scope)) {
      found.addAll(source == Source.RDAP ? registry(addresses) : hosts(addresses));
    }
    return List.copyOf(found);
  }

  /** Why an address isn't asked about; empty where it shall be. */
  private Optional<Found> settled(InetAddress address, Source source, int asked) {
    Path file = file(address, source);
    if (Files.exists(file)) {
      return Optional.of(
          new Found(
              address.getHostAddress(),
              source,
              Optional.of(file),
              "saved before; remove it to ask again"));
    }
    if (scope.portsOf(address).isEmpty()) {
      return Optional.of(none(address, source, "not in this scope"));
    }
    if (source == Source.RDAP && !registered(address)) {
      return Optional.of(none(address, source, "no registry knows a private address"));
    }
    return asked >= MAX_ADDRESSES
        ? Optional.of(none(address, source, "left for another time: too many at once"))
        : Optional.empty();
  }

  private static boolean registered(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length > 4 && (bytes[0] & 0xFE) == 0xFC; // RFC 4193
    return !(address.isSiteLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || uniqueLocal);
  }

  private List<Found> hosts(List<InetAddress> addresses) throws IOException, InterruptedException {
    Mandate mandate = scope.mandate(means.clock());
    List<Callable<Found>> questions = new ArrayList<>();
    int asked = 0;
    for (InetAddress address : addresses) {
      Optional<Found> settled = settled(address, Source.SECURITY_TXT, asked);
      asked += settled.isEmpty() ? 1 : 0;
      questions.add(() -> settled.isPresent() ? settled.orElseThrow() : host(address, mandate));
    }
    int atOnce = Math.min(MAX_AT_ONCE, scope.rates().hostsAtOnce());
    try (ExecutorService threads =
        Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
      List<Found> found = new ArrayList<>();
      for (Future<Found> one : threads.invokeAll(questions)) {
        found.add(one.get());
      }
      return found;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException broken) {
        throw broken;
      }
      throw new IllegalStateException(e);
    }
  }

  private Found host(InetAddress address, Mandate mandate) throws IOException {
    Dialer dialer = dialer(mandate);
    List<PortRule> ports =
        scope.portsOf(address).stream()
            .filter(rule -> rule.kind() == DoorKind.HTTPS || rule.kind() == DoorKind.HTTP)
            .sorted(Comparator.comparing((PortRule rule) -> rule.kind() == DoorKind.HTTP))
            .toList();
    String words = "the scope has no web port there";
    for (PortRule rule : ports) {
      Door door =
          new Door(
              address.getHostAddress(), rule.port(), rule.kind(), scope.targets().nameOf(address));
      WebFetch.Fetched answer;
      try {
        answer = Questions.SECURITY_TXT.from(door, dialer, Optional.empty());
      } catch (DialException e) {
        return none(address, Source.SECURITY_TXT, String.valueOf(e.getMessage()));
      }
      Optional<SecurityTxt> txt =
          answer.text().map(SecurityTxt::parse).filter(one -> !one.contacts().isEmpty());
      if (txt.isPresent()) {
        // Its fields alone: nothing else that a stranger's server may have answered is kept.
        return save(address, Source.SECURITY_TXT, txt.orElseThrow().text(), "at " + door);
      }
      words =
          "port "
              + rule.port()
              + ": "
              + (answer.text().isPresent() ? "no contact" : answer.words());
    }
    return none(address, Source.SECURITY_TXT, words);
  }

  private List<Found> registry(List<InetAddress> addresses) throws IOException {
    URI base = scope.inquiries().rdap().orElseThrow();
    int port = base.getPort() < 0 ? HTTPS : base.getPort();
    Dialer dialer = dialer(new RdapMandate(scope, port, means.clock()));
    List<Found> found = new ArrayList<>();
    Optional<String> over = Optional.empty();
    int asked = 0;
    for (InetAddress address : addresses) {
      Optional<Found> settled = settled(address, Source.RDAP, asked);
      if (settled.isPresent()) {
        found.add(settled.orElseThrow());
      } else if (over.isPresent()) {
        found.add(none(address, Source.RDAP, over.orElseThrow()));
      } else {
        asked++;
        WebFetch.Fetched answer;
        try {
          answer = ask(Questions.rdap(base, address), base, port, dialer);
        } catch (DialException e) {
          answer = new WebFetch.Fetched(0, Optional.empty(), String.valueOf(e.getMessage()));
        }
        if (answer.status() == 0 || answer.status() == 429) {
          over = Optional.of("not asked any more: " + answer.words());
        }
        Optional<String> json = answer.text().filter(text -> RdapContacts.parse(text).tells());
        found.add(
            json.isPresent()
                ? save(address, Source.RDAP, json.orElseThrow(), "from " + base.getHost())
                : none(
                    address,
                    Source.RDAP,
                    answer.text().isPresent() ? "no RDAP about an address" : answer.words()));
      }
    }
    return found;
  }

  /** At each of its addresses once, until one answers. */
  private WebFetch.Fetched ask(WebFetch question, URI base, int port, Dialer dialer)
      throws DialException {
    WebFetch.Fetched answer = new WebFetch.Fetched(0, Optional.empty(), "it has no address");
    for (InetAddress address : scope.inquiries().rdapAddresses()) {
      Door door =
          new Door(address.getHostAddress(), port, DoorKind.HTTPS, Optional.of(base.getHost()));
      answer = question.from(door, dialer, Optional.of(means.anchors()));
      if (answer.status() != 0) {
        return answer;
      }
    }
    return answer;
  }

  private Dialer dialer(Mandate mandate) {
    return new Dialer(
        mandate,
        means.journal(),
        means.network(),
        means.killSwitch(),
        scope.patience(),
        overall,
        Throttle.perSecond(scope.rates().perHostPerSecond()));
  }

  private Path file(InetAddress address, Source source) {
    String host = address.getHostAddress();
    return source == Source.RDAP ? saved.rdapFile(host) : saved.securityTxtFile(host);
  }

  private Found save(InetAddress address, Source source, String text, String words)
      throws IOException {
    Path file = file(address, source);
    SavedContacts.save(file, text.getBytes(StandardCharsets.UTF_8));
    return new Found(address.getHostAddress(), source, Optional.of(file), words);
  }

  private static Found none(InetAddress address, Source source, String words) {
    return new Found(address.getHostAddress(), source, Optional.empty(), words);
  }
}
