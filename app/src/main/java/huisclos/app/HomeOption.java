package huisclos.app;

import huisclos.app.home.Home;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --home DIR}, as every verb that works on a home takes it. */
final class HomeOption {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The archive's home (default: $HUISCLOS_HOME, else ~/.local/share/huisclos).")
  private @Nullable Path home;

  boolean named() {
    return home != null;
  }

  Home home() {
    return Home.choose(Optional.ofNullable(home));
  }
}
