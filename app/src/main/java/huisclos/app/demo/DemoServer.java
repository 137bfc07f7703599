package huisclos.app.demo;

import huisclos.app.UserError;
import huisclos.app.admin.IdentityWriter;
import huisclos.app.home.Home;
import huisclos.app.home.HomeLock;
import huisclos.app.home.Settings;
import huisclos.app.home.Site;
import huisclos.archive.Archive;
import huisclos.archive.StoreHeader;
import huisclos.archive.StoreOutcome;
import huisclos.gate.AccessToken;
import huisclos.gate.AccessTokens;
import huisclos.gate.Decision;
import huisclos.gate.Identity;
import huisclos.gate.Request;
import huisclos.gate.Verb;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * {@code serve --demo}: a site of invented patients in a temporary home, on loopback, its site key
 * in memory only. It is gone on exit; killed, it leaves sealed bytes without a key.
 */
public final class DemoServer implements AutoCloseable {
  private static final long SEED = 2019;
  private static final String AET = "HUISCLOS";

  /** Stores only, as a modality does. */
  public static final String MODALITY = "DEMO_CT";

  /** Finds and fetches, as a workstation does. */
  public static final String READER = "DEMO_READER";

  private final Home home;
  private final HomeLock lock;
  private final Site site;
  private volatile boolean closed;
  private final DemoSite content =
      new DemoSite(SEED, LocalDate.now(java.time.ZoneId.systemDefault()));

  private DemoServer(Home home, HomeLock lock, Site site) {
    this.home = home;
    this.lock = lock;
    this.site = site;
  }

  /** Opens a demo with its patients and devices; it doesn't listen yet. */
  public static DemoServer open(int dicomPort, int httpsPort) throws IOException {
    Home home = new Home(temporaryFolder());
    home.prepare();
    HomeLock lock = HomeLock.take(home);
    Settings settings = Settings.parse("", home.settings());
    Settings here =
        settings.withDicom(Settings.loopback(dicomPort)).withHttps(Settings.loopback(httpsPort));
    DemoServer demo = new DemoServer(home, lock, Site.openPassing(home, lock, here));
    demo.prepare();
    return demo;
  }

  /** Short, because people read it and a socket's path has to fit; private from its birth. */
  private static Path temporaryFolder() throws IOException {
    byte[] random = new byte[3];
    new SecureRandom().nextBytes(random);
    Path folder =
        Path.of(
            System.getProperty("java.io.tmpdir"), "huisclos-" + HexFormat.of().formatHex(random));
    return Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  public Site site() {
    return site;
  }

  public HomeLock lock() {
    return lock;
  }

  /** Where the identity of a demo device lies: {@code DIR/AET}. */
  public Path identity(String aet) {
    return identities().resolve(aet);
  }

  private Path identities() {
    return home.root().resolve("identities");
  }

  /** A file that can be sent; a new instance of one of the invented patients. */
  public Path sample() {
    return home.root().resolve("sample.dcm");
  }

  /** What must be there when it listens: the devices, a file to send, the study to fetch first. */
  private void prepare() throws IOException {
    device(MODALITY, EnumSet.of(Verb.STORE, Verb.COMMIT));
    device(READER, EnumSet.of(Verb.FIND, Verb.FIND_ALL, Verb.GET));
    DemoSample.write(content, sample());
    store(object -> object.study().uid().equals(studyUid()));
  }

  /**
   * Draws and stores the other images, beside the running server: nobody should wait for a start
   * because invented patients are being drawn. Says on standard error when all are there.
   */
  public void fillInBackground() {
    Thread.ofPlatform()
        .name("demo-images")
        .daemon()
        .start(() -> {
          try {
            store(object -> !object.study().uid().equals(studyUid()));
            System.err.println("all images of the invented patients are there now");
          } catch (IOException | RuntimeException e) {
            if (!closed) {
              System.err.println("not all images of the invented patients could be stored");
            }
          }
        });
  }

  private void store(Predicate<DemoObject> wanted) throws IOException {
    Identity operator = site.gate().operator(Site.account());
    Archive archive = site.archive();
    // Drawing is the slow part; what is drawn is stored while the next is drawn.
    try (Stream<DemoObject> objects = content.objects().parallelStream()) {
      objects.filter(wanted).filter(o -> !closed).forEach(o -> store(archive, operator, o));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void store(Archive archive, Identity operator, DemoObject object) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
      object.writeTo(bytes);
      if (!(site.gate().decide(operator, new Request.Store())
          instanceof Decision.Granted(var pass))) {
        throw new IOException("the demo's own patients were refused");
      }
      StoreHeader header =
          new StoreHeader(object.sopClass(), object.sopInstance(), object.transferSyntax().uid());
      StoreOutcome outcome =
          archive.store(pass, header, new ByteArrayInputStream(bytes.toByteArray()));
      if (!(outcome instanceof StoreOutcome.Stored)) {
        throw new IOException("one of the demo's own images was not stored");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void device(String aet, Set<Verb> verbs) throws IOException {
    IdentityWriter.issue(site, aet, verbs, identities());
  }

  /** A study to fetch: the first one, a radiograph, quickly drawn. */
  public String studyUid() {
    return content.studies().getFirst().uid();
  }

  /** What to paste into another terminal, and the one link to open. */
  public void explain(PrintStream out) throws IOException {
    int port = site.doors().address().getPort();
    Path reader = identity(READER);
    Path modality = identity(MODALITY);
    Path ca = reader.resolveSibling("ca.pem");
    String token = token();
    String origin = site.webOrigin();
    out.printf(
        """

        %d invented patients, %d studies, %d instances, drawn while you read this; all gone when
        this ends (Ctrl-C).
        Paste into another terminal, in this folder:

        # store, as a modality does (DCMTK)
        storescu -aet %s -aec %s +tls %s.key.pem %s.cert.pem +cf %s 127.0.0.1 %d %s

        # find, as a workstation does (DCMTK)
        findscu -S -aet %s -aec %s +tls %s.key.pem %s.cert.pem +cf %s -k QueryRetrieveLevel=STUDY -k PatientName='DEMO*' -k PatientID -k StudyDate -k StudyDescription -k StudyInstanceUID 127.0.0.1 %d

        # fetch a study
        ./huisclos get 127.0.0.1:%d --identity %s --study %s --out fetched

        # store, search and fetch as a program does, with a token (DICOMweb)
        (printf -- '--part\\r\\nContent-Type: application/dicom\\r\\n\\r\\n'; cat %s; printf '\\r\\n--part--\\r\\n') | curl -s --cacert %s -H 'Authorization: Bearer %s' -H 'Content-Type: multipart/related; type="application/dicom"; boundary=part' --data-binary @- %s/dicom-web/studies
        curl -s --cacert %s -H 'Authorization: Bearer %s' '%s/dicom-web/studies?PatientName=DEMO*&limit=3'
        curl -s --cacert %s -H 'Authorization: Bearer %s' -H 'Accept: application/zip' -o study.zip %s/dicom-web/studies/%s

        # sign in: open this once, within the hour, in a browser that trusts %s
        %s

        # who touched it, and is the record whole?
        ./huisclos trail who --home %s --study %s
        ./huisclos trail verify --home %s

        """,
        content.patients().size(),
        content.studies().size(),
        content.objects().size(),
        MODALITY,
        AET,
        modality,
        modality,
        modality.resolveSibling("ca.pem"),
        port,
        sample(),
        READER,
        AET,
        reader,
        reader,
        reader.resolveSibling("ca.pem"),
        port,
        port,
        reader,
        studyUid(),
        sample(),
        ca,
        token,
        origin,
        ca,
        token,
        origin,
        ca,
        token,
        origin,
        studyUid(),
        ca,
        keeperLink(),
        home.root(),
        studyUid(),
        home.root());
    out.flush();
  }

  /** What a program shows that stores, searches and fetches. */
  private String token() throws IOException {
    AccessTokens.Order order =
        new AccessTokens.Order(
            "demo",
            EnumSet.of(Verb.STORE, Verb.FIND, Verb.FIND_ALL, Verb.GET),
            Optional.empty(),
            Set.of(),
            1);
    return switch (site.gate().web().tokens().add(order, Site.account())) {
      case AccessTokens.Added.Made(String secret, AccessToken _) -> secret;
      case AccessTokens.Added.Refused _ -> throw new IOException("the demo got no token");
    };
  }

  private String keeperLink() throws IOException {
    return site.webOrigin()
        + "/invitation/"
        + site.gate().web().invitations().inviteFirstKeeper(Site.account()).orElse("");
  }

  /** Closes the site if that has not happened, and removes the home. */
  @Override
  public void close() throws IOException {
    closed = true;
    try (Stream<Path> all = Files.walk(home.root())) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw UserError.refused(
          "the demo's home " + home.root() + " was not removed whole", "remove it");
    }
  }
}
