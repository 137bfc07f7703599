package huisclos.app;

import huisclos.app.home.Site;
import huisclos.app.home.VaultSealer;
import huisclos.probe.finding.Door;
import huisclos.probe.inquiry.ContactSearch;
import huisclos.probe.notice.SavedContacts;
import huisclos.probe.results.DoorHistory;
import huisclos.probe.results.OpenDoors;
import huisclos.probe.results.ResultStore;
import huisclos.probe.results.ResultsException;
import huisclos.probe.results.RunHead;
import huisclos.probe.run.ScopedRun;
import huisclos.probe.run.TrailJournal;
import huisclos.probe.scope.Scope;
import huisclos.probe.wire.KillSwitch;
import huisclos.probe.wire.TcpNetwork;
import huisclos.trail.Trail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos probe contacts}: whom to tell, asked of hosts and a registry. */
@Command(
    name = "contacts",
    description = {
      "Ask whom to tell about each address with an open door, as far as the scope's [inquiry] lets",
      "it: the host for its security.txt, an RDAP service for the network's contacts. Answers are",
      "saved for `huisclos probe notice --contacts DIR`; what is saved isn't asked again. Exit",
      "status 1 if there is an address about which nobody named a contact."
    },
    mixinStandardHelpOptions = true)
final class ProbeContactsVerb implements Callable<Integer> {
  @Mixin private final ProbeFolders folders = new ProbeFolders();

  @Parameters(paramLabel = "SCOPE.toml", description = "What its authorisers signed.")
  private Path scope = Path.of(".");

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "Where the answers go; made 0700 if it isn't there.")
  private Path to = Path.of(".");

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Scope signed = folders.home().scope(scope);
    sayWhatIsLeftOut(signed);
    try (ResultStore store = folders.open()) {
      List<Door> open = OpenDoors.of(store).stream().map(DoorHistory::door).toList();
      if (open.isEmpty()) {
        System.err.println("no door was open when it was last looked at");
        return 0;
      }
      Path stop = store.folder().resolve(ScopedRun.STOP);
      if (Files.exists(stop)) {
        throw UserError.refused(
            "nothing is sent while " + stop + " is there", "remove it when the probe may go on");
      }
      if (!Files.isDirectory(to)) {
        Files.createDirectories(
            to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      List<ContactSearch.Found> found = ask(signed, store, open, stop);
      show(found);
      return open.stream()
              .map(door -> door.socketAddress().getAddress().getHostAddress())
              .distinct()
              .allMatch(address ->
                  found.stream()
                      .anyMatch(one -> one.address().equals(address) && one.file().isPresent()))
          ? 0
          : UserError.REFUSED;
    } catch (ResultsException e) {
      throw ProbeFolders.refused(e);
    }
  }

  private static void sayWhatIsLeftOut(Scope scope) {
    boolean unpinned =
        scope.inquiries().rdap().isPresent() && scope.inquiries().rdapAddresses().isEmpty();
    String pin = "pin the service's name by rdap_addresses = [\"…\"], and have the scope signed";
    if (ContactSearch.sources(scope).isEmpty()) {
      throw UserError.refused(
          "this scope lets nobody be asked about owners",
          unpinned ? pin : "set [inquiry] security_txt or rdap, and have the scope signed");
    }
    if (unpinned) {
      System.err.println("RDAP isn't asked: " + pin);
    }
  }

  private List<ContactSearch.Found> ask(Scope signed, ResultStore store, List<Door> open, Path stop)
      throws IOException, InterruptedException {
    InstantSource clock = InstantSource.system();
    KillSwitch killSwitch = new KillSwitch();
    try (Trail trail =
        Trail.open(
            store.folder().resolve("trail"),
            new VaultSealer(store.sealer("probe trail v1")),
            Clock.systemUTC())) {
      TrailJournal journal =
          new TrailJournal(
              trail, RunHead.newId(clock.instant(), new SecureRandom()), Site.account(), clock);
      long addresses = open.stream().map(Door::address).distinct().count();
      journal.contacts(signed.sha256(), addresses);
      Thread watch = ScopedRun.watch(stop, killSwitch);
      try {
        return new ContactSearch(
                signed,
                new SavedContacts(to),
                new ContactSearch.Means(
                    journal, new TcpNetwork(), killSwitch, clock, ofThisMachine()))
            .about(open);
      } finally {
        watch.interrupt();
        watch.join();
        journal.end(killSwitch.pulled() ? "stopped" : "complete", addresses);
      }
    }
  }

  /** The certification authorities that this JVM trusts. */
  private static TrustManagerFactory ofThisMachine() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((@Nullable KeyStore) null);
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM trusts nobody", e);
    }
  }

  private void show(List<ContactSearch.Found> found) {
    if (json) {
      ArrayNode list = new JsonMapper().createArrayNode();
      for (ContactSearch.Found one : found) {
        ObjectNode node = list.addObject();
        node.put("address", one.address());
        node.put("source", one.source().word());
        node.put("saved", one.file().isPresent());
        one.file().ifPresent(file -> node.put("file", file.toString()));
        node.put("because", one.words());
      }
      Output.json(list);
      return;
    }
    for (ContactSearch.Found one : found) {
      System.out.println(
          one.address()
              + " "
              + one.source().word()
              + ": "
              + Output.printable(
                  one.file().map(file -> file + " (" + one.words() + ")").orElse(one.words())));
    }
  }
}
