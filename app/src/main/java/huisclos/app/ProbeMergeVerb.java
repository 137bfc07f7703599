package huisclos.app;

import huisclos.probe.results.Merge;
import huisclos.probe.results.ResultStore;
import huisclos.probe.results.ResultsException;
import huisclos.probe.results.Run;
import huisclos.probe.results.RunHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code huisclos probe merge}: the parts of a divided run made one. */
@Command(
    name = "merge",
    description = {
      "Make one run out of parts that were run with --shard, each in results of its own. Exit",
      "status 1 if parts are missing or were cut short; the merged run says which."
    },
    mixinStandardHelpOptions = true)
final class ProbeMergeVerb implements Callable<Integer> {
  // A store of parts isn't kept by us: nothing in it is removed while it is read.
  private static final Duration FOREVER = Duration.ofDays(36_500);

  @Mixin private final ProbeFolders folders = new ProbeFolders();

  @Parameters(paramLabel = "DIR", arity = "1..*", description = "Results that hold parts.")
  private List<Path> parts = List.of();

  @Option(
      names = "--part-key",
      paramLabel = "FILE",
      description = "Where the parts' key lies, if not among each part's results.")
  private @Nullable Path partKey;

  @Override
  public Integer call() throws IOException {
    List<ResultStore> opened = new ArrayList<>();
    try (ResultStore out = folders.open()) {
      Map<Integer, Run> newest = new LinkedHashMap<>();
      for (Path part : parts) {
        if (!Files.isDirectory(part.resolve("runs"))) {
          throw UserError.usage("there are no results in " + part, "name the folders of the parts");
        }
        ResultStore store =
            ResultStore.open(part, InstantSource.system(), Optional.ofNullable(partKey), FOREVER);
        opened.add(store);
        collect(store, newest);
      }
      String id = RunHead.newId(InstantSource.system().instant(), new SecureRandom());
      RunHead merged = Merge.of(newest.values(), out, id);
      Run run = out.read(merged.id());
      System.out.println(merged.id());
      if (!run.complete()) {
        System.err.println(
            "not everything is there: " + run.tail().map(tail -> tail.why()).orElse(""));
        return UserError.REFUSED;
      }
      return 0;
    } catch (ResultsException e) {
      throw ProbeFolders.refused(e);
    } finally {
      opened.forEach(ResultStore::close);
    }
  }

  /** Of each part the newest run; the same part in two folders is refused. */
  private static void collect(ResultStore store, Map<Integer, Run> newest) throws IOException {
    Map<Integer, Run> here = new LinkedHashMap<>();
    for (RunHead head : store.runs()) {
      if (head.shards() > 1) {
        here.put(head.shard(), store.read(head.id()));
      }
    }
    for (Map.Entry<Integer, Run> entry : here.entrySet()) {
      if (newest.putIfAbsent(entry.getKey(), entry.getValue()) != null) {
        throw UserError.refused(
            "part " + entry.getKey() + " is in two of the folders", "name each part once");
      }
    }
  }
}
