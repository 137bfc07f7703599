package huisclos.probe.results;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes one run out of the parts that were run with {@code --shard}. */
public final class Merge {
  private Merge() {}

  /**
   * Writes the merged run. It is complete if every part is there and complete; otherwise its tail
   * says which parts are not.
   *
   * @param parts the runs, one of each shard
   * @param out where to
   * @param id the merged run's name
   * @throws ResultsException when they don't belong together
   */
  public static RunHead of(Collection<Run> parts, ResultStore out, String id) throws IOException {
    if (parts.isEmpty()) {
      throw new ResultsException("there is nothing to merge", "name the folders of the parts");
    }
    List<Run> runs = new ArrayList<>(parts);
    requireTogether(runs);
    RunHead first = runs.getFirst().head();
    Instant begun = first.begun();
    Set<String> operators = new TreeSet<>();
    for (Run run : runs) {
      begun = run.head().begun().isBefore(begun) ? run.head().begun() : begun;
      operators.add(run.head().operator());
    }
    RunHead head =
        new RunHead(
            id,
            first.scopeName(),
            first.scopeSha256(),
            String.join(", ", operators),
            first.contact(),
            begun,
            1,
            1,
            first.targets(),
            first.seed());
    try (RunWriter writer = out.begin(head, runs.getFirst().scope())) {
      for (Run run : runs) {
        run.forEach(writer::add);
      }
      writer.end(tail(runs, first.shards()));
    }
    return head;
  }

  private static RunTail tail(List<Run> runs, int shards) {
    Sweep sweep = Sweep.none();
    Instant ended = Instant.EPOCH;
    Set<Integer> missing = new TreeSet<>();
    for (int shard = 1; shard <= shards; shard++) {
      missing.add(shard);
    }
    Set<Integer> cutShort = new TreeSet<>();
    for (Run run : runs) {
      sweep = sweep.plus(run.sweep());
      Instant end = run.tail().map(RunTail::ended).orElse(run.head().begun());
      ended = end.isAfter(ended) ? end : ended;
      missing.remove(run.head().shard());
      if (!run.complete()) {
        cutShort.add(run.head().shard());
      }
    }
    List<String> why = new ArrayList<>();
    if (!missing.isEmpty()) {
      why.add("shards missing: " + missing);
    }
    if (!cutShort.isEmpty()) {
      why.add("shards cut short: " + cutShort);
    }
    return new RunTail(ended, why.isEmpty(), String.join("; ", why), sweep);
  }

  private static void requireTogether(List<Run> runs) throws ResultsException {
    RunHead first = runs.getFirst().head();
    Set<Integer> shards = new HashSet<>();
    for (Run run : runs) {
      RunHead head = run.head();
      if (!head.scopeSha256().equals(first.scopeSha256())) {
        throw new ResultsException(
            "runs " + first.id() + " and " + head.id() + " are of different scopes",
            "merge only parts of one signed scope");
      }
      if (head.seed() != first.seed()
          || head.shards() != first.shards()
          || head.targets() != first.targets()) {
        throw new ResultsException(
            "runs " + first.id() + " and " + head.id() + " divide the scope differently",
            "run every part with the same --shard i/n and seed");
      }
      if (!shards.add(head.shard())) {
        throw new ResultsException(
            "shard " + head.shard() + " is there twice", "name each part once");
      }
    }
    if (first.shards() < 2) {
      throw new ResultsException(
          "run " + first.id() + " is no part: it was not divided", "report it as it is");
    }
  }
}
