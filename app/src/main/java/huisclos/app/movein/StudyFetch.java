package huisclos.app.movein;

import huisclos.app.movein.Fetch.Answer;
import huisclos.app.movein.OldPacs.Listed;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Fetches one study: as a whole where that goes, else in ever smaller parts, so that an instance
 * which the peer can't send, or stops over, costs itself alone. Of one thread.
 */
final class StudyFetch {
  /** Most instances of one request by a list of UIDs (PS3.4 §C.2.2.2.2). */
  private static final int MAX_LISTED = 100;

  /**
   * Most instances of a study that are asked for alone when it went through all and left them out.
   */
  private static final int MAX_ALONE = 100;

  /** Most requests over one study that a peer may give up or break the association over. */
  private static final int MAX_STOPPED = 200;

  private final Fetch fetch;
  private final String study;
  private final Map<String, String> reasons = new HashMap<>();
  private int alone;
  private int stopped;

  StudyFetch(Fetch fetch, String study) {
    this.fetch = fetch;
    this.study = study;
  }

  /** Why an instance didn't come. */
  String reason(String sopInstance) {
    return Uid.isUsable(sopInstance)
        ? reasons.getOrDefault(sopInstance, "the peer did not send it")
        : "its SOP instance UID is no UID or longer than 64 characters";
  }

  /**
   * Fetches what the peer says it has.
   *
   * @throws huisclos.net.AssociationException if it can't be dialled any more
   */
  void all(Map<String, List<Listed>> series) throws IOException {
    fetch.begin();
    if (series.values().stream().allMatch(part -> left(part).isEmpty())) {
      return;
    }
    boolean bySeries = true;
    if (asWhole(series.values())) {
      Answer answer = ask("STUDY", "", List.of(), series.values());
      bySeries = !answer.through() && series.size() > 1;
    }
    for (Map.Entry<String, List<Listed>> one : series.entrySet()) {
      List<List<Listed>> part = List.of(left(one.getValue()));
      if (bySeries && !part.getFirst().isEmpty() && asWhole(part)) {
        var _ = ask("SERIES", one.getKey(), List.of(), part);
      }
      singly(one.getKey(), left(one.getValue()));
    }
  }

  /** Whether all of it can come in the presentation contexts of one association. */
  private boolean asWhole(Iterable<List<Listed>> parts) throws IOException {
    Set<String> classes = classes(parts);
    return classes.size() <= Fetch.MAX_CLASSES
        && classes.stream().allMatch(Uid::isUsable)
        && fetch.sendable(classes).containsAll(classes);
  }

  /** By lists of UIDs, one SOP class at a time; what can't come isn't asked for. */
  private void singly(String series, List<Listed> left) throws IOException {
    Map<String, List<Listed>> byClass = new TreeMap<>();
    for (Listed one : left) {
      byClass.computeIfAbsent(one.sopClass(), _ -> new ArrayList<>()).add(one);
    }
    for (Map.Entry<String, List<Listed>> one : byClass.entrySet()) {
      String sopClass = one.getKey();
      List<Listed> some = one.getValue();
      if (!Uid.isUsable(sopClass)) {
        because(some, "the peer does not say of which SOP class it is: --by move may bring it");
      } else if (fetch.sendable(Set.of(sopClass)).isEmpty()) {
        because(some, "the peer agreed to no context for its SOP class: --by move may bring it");
      } else {
        for (int i = 0; i < some.size(); i += MAX_LISTED) {
          listed(series, some.subList(i, Math.min(some.size(), i + MAX_LISTED)));
        }
      }
    }
  }

  /**
   * These of one class; halved where the peer stops midway, each alone where it leaves some out.
   */
  private void listed(String series, List<Listed> some) throws IOException {
    if (some.isEmpty() || stopped > MAX_STOPPED) {
      return;
    }
    List<String> uids = some.stream().map(Listed::sopInstance).distinct().toList();
    Answer answer = ask("IMAGE", series, uids, List.of(some));
    List<Listed> left = left(some);
    if (uids.size() == 1 || left.isEmpty()) {
      return;
    }
    if (!answer.through()) {
      listed(series, left.subList(0, left.size() / 2));
      listed(series, left.subList(left.size() / 2, left.size()));
      return;
    }
    for (Listed one : left) {
      if (++alone <= MAX_ALONE) {
        listed(series, List.of(one));
      }
    }
  }

  private Answer ask(
      String level, String series, List<String> instances, Iterable<List<Listed>> parts)
      throws IOException {
    DataSet identifier = new DataSet();
    identifier.putString(Tag.QUERY_RETRIEVE_LEVEL, level);
    identifier.putString(Tag.STUDY_INSTANCE_UID, study);
    if (!series.isEmpty()) {
      identifier.putString(Tag.SERIES_INSTANCE_UID, series);
    }
    if (!instances.isEmpty()) {
      identifier.putString(Tag.SOP_INSTANCE_UID, instances.toArray(String[]::new));
    }
    Answer answer = fetch.get(identifier, classes(parts));
    if (!answer.through()) {
      stopped++;
    }
    String why =
        (answer.through() ? "the peer did not send it (" : "the peer gave up when asked for it (")
            + answer.words()
            + ")";
    parts.forEach(part -> because(left(part), why));
    return answer;
  }

  private void because(List<Listed> some, String why) {
    some.forEach(one -> reasons.put(one.sopInstance(), why));
  }

  private List<Listed> left(List<Listed> some) {
    return some.stream().filter(one -> one.isNamed() && !fetch.has(one.sopInstance())).toList();
  }

  private static Set<String> classes(Iterable<List<Listed>> parts) {
    Set<String> classes = new TreeSet<>();
    parts.forEach(part -> part.forEach(one -> classes.add(one.sopClass())));
    return classes;
  }
}
