package huisclos.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The arrows of ARCHITECTURE.md, and what poms and module-info can't express. */
class ArrowsTest {
  /** Room → rooms it may touch. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("dicom", Set.of()),
          Map.entry("net", Set.of("dicom")),
          Map.entry("vault", Set.of()),
          Map.entry("trail", Set.of()),
          Map.entry("gate", Set.of("trail")),
          Map.entry("archive", Set.of("dicom", "vault", "gate", "trail")),
          Map.entry("courier", Set.of("archive", "net", "gate", "dicom", "trail")),
          Map.entry("web", Set.of("dicom")),
          Map.entry("pixels", Set.of("dicom")),
          Map.entry(
              "desk",
              Set.of("archive", "courier", "net", "web", "pixels", "gate", "dicom", "trail")),
          Map.entry("probe", Set.of("net", "dicom", "trail", "vault")),
          Map.entry(
              "app",
              Set.of(
                  "desk", "courier", "archive", "net", "web", "pixels", "gate", "dicom", "trail",
                  "vault", "probe")));

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("huisclos");

  @Test
  void everyRoomIsHere() {
    Set<String> found = new TreeSet<>();
    HOUSE.forEach(c -> found.add(c.getPackageName().split("\\.", -1)[1]));
    found.remove("testkit");
    assertThat(found).isEqualTo(new TreeSet<>(ARROWS.keySet()));
  }

  @Test
  void roomsTouchOnlyTheRoomsBelowThem() {
    ARROWS.forEach((room, allowed) ->
        noClasses()
            .that(resideInAPackage("huisclos." + room + ".."))
            .should()
            .dependOnClassesThat(
                describe(
                    "lie in a room that " + room + " may not touch",
                    c -> isForeign(c, room, allowed)))
            .check(HOUSE));
  }

  @Test
  void internalPackagesStayInTheirRoom() {
    ARROWS
        .keySet()
        .forEach(room ->
            noClasses()
                .that(DescribedPredicate.not(resideInAPackage("huisclos." + room + "..")))
                .should()
                .dependOnClassesThat(resideInAPackage("huisclos." + room + ".internal.."))
                .check(HOUSE));
  }

  @Test
  void dicomIsPure() {
    ArchRule rule =
        noClasses()
            .that(resideInAPackage("huisclos.dicom.."))
            .should()
            .dependOnClassesThat(
                resideInAPackage("java.net..")
                    .or(resideInAPackage("java.nio.file.."))
                    .or(resideInAPackage("java.nio.channels.."))
                    .or(resideInAPackage("org.slf4j.."))
                    .or(resideInAPackage("java.util.logging.."))
                    .or(
                        named(
                            "java.io.File", "java.io.FileInputStream", "java.io.FileOutputStream"))
                    .or(
                        named(
                            "java.io.RandomAccessFile",
                            "java.time.Clock",
                            "java.lang.System$Logger")));
    rule.check(HOUSE);
    noClasses()
        .that(resideInAPackage("huisclos.dicom.."))
        .should(
            callMethodWhere(
                describe(
                    "reads a clock",
                    call ->
                        (call.getTargetOwner().getName().equals("java.lang.System")
                                && call.getName().matches("currentTimeMillis|nanoTime"))
                            || (call.getTargetOwner().getPackageName().equals("java.time")
                                && call.getName().equals("now")))))
        .check(HOUSE);
  }

  @Test
  void ciphersStayWhereTheHouseAllowsThem() {
    noClasses()
        .that(
            DescribedPredicate.not(
                resideInAPackage("huisclos.vault..")
                    .or(resideInAPackage("huisclos.trail.."))
                    .or(resideInAPackage("huisclos.gate.."))))
        .should()
        .dependOnClassesThat(
            resideInAPackage("javax.crypto..")
                .or(resideInAPackage("com.google.crypto.tink.."))
                .or(resideInAPackage("org.bouncycastle..")))
        .check(HOUSE);
    noClasses()
        .that(DescribedPredicate.not(resideInAPackage("huisclos.vault..")))
        .should()
        .dependOnClassesThat(resideInAPackage("com.google.crypto.tink.."))
        .because("data at rest has one room")
        .check(HOUSE);
  }

  @Test
  void onlyGateMintsAPass() {
    classes()
        .that(named("huisclos.gate.Pass"))
        .should()
        .haveOnlyPrivateConstructors()
        .orShould()
        .bePackagePrivate()
        .orShould(
            com.tngtech.archunit.lang.conditions.ArchConditions.be(
                describe(
                    "without a public or protected constructor",
                    c ->
                        c.getConstructors().stream()
                            .noneMatch(k ->
                                k.getModifiers().contains(JavaModifier.PUBLIC)
                                    || k.getModifiers().contains(JavaModifier.PROTECTED)))))
        .check(HOUSE);
  }

  /** Listening sockets: room net's doors, and the home's own local (Unix) sockets. */
  @Test
  void nobodyElseListens() {
    noClasses()
        .that(
            DescribedPredicate.not(
                resideInAPackage("huisclos.net..")
                    .or(named("huisclos.app.home.LocalSocket"))
                    .or(resideInAPackage("huisclos.testkit.."))))
        .should()
        .dependOnClassesThat(
            named(
                "java.net.ServerSocket",
                "javax.net.ssl.SSLServerSocket",
                "java.nio.channels.ServerSocketChannel",
                "java.nio.channels.AsynchronousServerSocketChannel"))
        .check(HOUSE);
  }

  /** HTTP is served from one place, where its limits are. */
  @Test
  void onePackageAloneServesHttp() {
    noClasses()
        .that(DescribedPredicate.not(resideInAPackage("huisclos.desk.web..")))
        .should()
        .dependOnClassesThat(resideInAPackage("org.eclipse.jetty.."))
        .check(HOUSE);
  }

  /** What decodes hostile bytes has no line to anybody but its own child processes. */
  @Test
  void protocolAndPixelsHaveNoSockets() {
    noClasses()
        .that(resideInAPackage("huisclos.web..").or(resideInAPackage("huisclos.pixels..")))
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.nio.channels..")
                .or(resideInAPackage("java.net.http.."))
                .or(resideInAPackage("javax.net.."))
                .or(named("java.net.Socket", "java.net.URLConnection", "java.net.DatagramSocket")))
        .check(HOUSE);
  }

  /**
   * The probe sends nothing but through its dialer, which asks the mandate and keeps the journal.
   */
  @Test
  void theProbeDialsThroughItsDialerAlone() {
    noClasses()
        .that(
            resideInAPackage("huisclos.probe..")
                .and(DescribedPredicate.not(resideInAPackage("huisclos.probe.wire.."))))
        .should()
        .dependOnClassesThat(
            named(
                "java.net.Socket",
                "java.net.DatagramSocket",
                "java.net.URLConnection",
                "java.net.HttpURLConnection",
                "java.nio.channels.SocketChannel",
                "java.nio.channels.DatagramChannel",
                "javax.net.ssl.SSLSocket",
                "javax.net.SocketFactory"))
        .orShould()
        .dependOnClassesThat(resideInAPackage("java.net.http.."))
        .check(HOUSE);
  }

  /** A class that logs doesn't read values: it has none to leak. */
  @Test
  void whatLogsReadsNoPatientValue() {
    noClasses()
        .that(
            describe(
                "log",
                c ->
                    c.getMethodCallsFromSelf().stream()
                        .anyMatch(
                            call -> call.getTargetOwner().getName().equals("org.slf4j.Logger"))))
        .should(callMethodWhere(describe("reads a value of a data set", ArrowsTest::readsValue)))
        .check(HOUSE);
  }

  private static boolean readsValue(JavaCall<?> call) {
    return switch (call.getTargetOwner().getName()) {
      case "huisclos.dicom.DataSet" ->
          Set.of("string", "strings", "items", "integer", "get").contains(call.getName());
      case "huisclos.dicom.SpecificCharacterSet" -> call.getName().equals("decode");
      case "huisclos.dicom.PersonName" -> true;
      default -> false;
    };
  }

  private static boolean isForeign(JavaClass c, String room, Set<String> allowed) {
    String[] parts = c.getPackageName().split("\\.", -1);
    return parts.length > 1
        && parts[0].equals("huisclos")
        && !parts[1].equals(room)
        && !allowed.contains(parts[1]);
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    Set<String> wanted = Set.of(names);
    return describe("named " + wanted, c -> wanted.contains(c.getName()));
  }
}
