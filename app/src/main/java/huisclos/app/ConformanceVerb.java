package huisclos.app;

import huisclos.app.home.Settings;
import huisclos.desk.dimse.Conformance;
import huisclos.desk.dimse.Negotiation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code huisclos conformance}: the DICOM conformance statement. */
@Command(
    name = "conformance",
    description = "Print the DICOM conformance statement (PS3.2), with the SOP classes of a home.",
    mixinStandardHelpOptions = true)
final class ConformanceVerb implements Callable<Integer> {
  @Mixin private final HomeOption home = new HomeOption();

  @Override
  public Integer call() {
    Settings settings = Settings.read(home.home());
    System.out.print(
        Conformance.document(
            new Negotiation(settings.privateSopClasses(), settings.generalSopClasses())));
    return 0;
  }
}
