package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the world outside was told, kept outside of the archive: what must be there, what may be
 * there because nobody got an answer, and what must not. Thread-safe.
 */
final class CrashOracle {
  /** What is known of one SOP instance UID. */
  private static final class Instance {
    private final Specimen any;
    private final Set<Integer> versions = new TreeSet<>();
    private boolean acknowledged;

    Instance(Specimen any) {
      this.any = any;
    }
  }

  /** What is known of one study; where something is in doubt, several things. */
  private static final class Study {
    private final Set<String> descriptions = new HashSet<>(Set.of(""));
    private final Set<Integer> owners = new HashSet<>();
    private final Set<Boolean> deleted = new HashSet<>(Set.of(false));
    private boolean everChanged;
  }

  private final Map<String, Instance> instances = new LinkedHashMap<>();
  private final Map<String, Study> studies = new LinkedHashMap<>();
  private final Map<String, Set<Boolean>> devices = new TreeMap<>();
  private final Map<String, Set<Boolean>> quarantined = new LinkedHashMap<>();
  private final Set<String> onRecord = new HashSet<>();
  private int specimens;
  private int patients = 1;
  private int studyNumber;
  private int deviceNumber;

  /** An instance that was never sent, of a new or known patient, study and series. */
  synchronized Specimen fresh(SplittableRandom by) {
    List<String> known = new ArrayList<>(studies(false));
    known.removeIf(uid -> !study(uid).owners.equals(Set.of(anyOf(uid).patient())));
    int number = ++specimens;
    if (known.isEmpty() || by.nextInt(3) == 0) {
      int patient = by.nextBoolean() ? ++patients : 1 + by.nextInt(patients);
      return new Specimen(patient, ++studyNumber, 1, number, 0);
    }
    Specimen sibling = anyOf(known.get(by.nextInt(known.size())));
    int series = by.nextInt(4) == 0 ? number : sibling.series();
    return new Specimen(sibling.patient(), sibling.study(), series, number, 0);
  }

  private Specimen anyOf(String study) {
    return instances.values().stream()
        .map(instance -> instance.any)
        .filter(specimen -> specimen.studyUid().equals(study))
        .findFirst()
        .orElseThrow();
  }

  synchronized int nextDevice() {
    return ++deviceNumber;
  }

  /** A specimen is sent; says whether its UID was acknowledged before. */
  synchronized boolean sent(Specimen specimen) {
    Instance instance = instances.computeIfAbsent(specimen.uid(), _ -> new Instance(specimen));
    if (!instance.acknowledged) {
      instance.versions.add(specimen.version());
    }
    studies.computeIfAbsent(
        specimen.studyUid(),
        _ -> {
          Study study = new Study();
          study.owners.add(specimen.patient());
          return study;
        });
    return instance.acknowledged;
  }

  /** The answer to it. */
  synchronized void answered(Specimen specimen, boolean acknowledgedBefore, StoreOutcome outcome) {
    Instance instance = instance(specimen.uid());
    switch (outcome) {
      case StoreOutcome.Stored _ -> {
        assertThat(acknowledgedBefore).as("acknowledged, then taken for new").isFalse();
        acknowledge(instance, specimen.version());
      }
      case StoreOutcome.Duplicate _ -> acknowledge(instance, specimen.version());
      case StoreOutcome.Conflict(String id) -> {
        // Something else is there, so it was stored.
        instance.acknowledged = true;
        instance.versions.remove(specimen.version());
        assertThat(instance.versions).as("a conflict with nothing").isNotEmpty();
        quarantined.put(id, new HashSet<>(Set.of(true)));
      }
      case StoreOutcome.OutOfResources _, StoreOutcome.Failed _ -> {}
      case StoreOutcome.Invalid _, StoreOutcome.Rejected _, StoreOutcome.Denied _ ->
          throw new AssertionError("not an answer to a good instance: " + outcome);
    }
  }

  /** Whether it ends with its group: as new, or as what is there already. */
  synchronized boolean cannotConflict(Specimen specimen) {
    Instance instance = instances.get(specimen.uid());
    return instance == null || instance.versions.equals(Set.of(specimen.version()));
  }

  private void acknowledge(Instance instance, int version) {
    if (instance.acknowledged) {
      assertThat(instance.versions).as("the content of " + instance.any.uid()).contains(version);
    }
    instance.acknowledged = true;
    instance.versions.retainAll(Set.of(version));
    onRecord.add(instance.any.uid());
  }

  private Instance instance(String uid) {
    Instance instance = instances.get(uid);
    if (instance == null) {
      throw new AssertionError("an instance that nobody sent: " + uid);
    }
    return instance;
  }

  private Study study(String uid) {
    Study study = studies.get(uid);
    if (study == null) {
      throw new AssertionError("a study that nobody sent: " + uid);
    }
    return study;
  }

  /** What may be sent again: every specimen of a study that can't have been deleted. */
  synchronized List<Specimen> sendable() {
    List<Specimen> specimens = new ArrayList<>();
    for (Instance instance : instances.values()) {
      Study study = study(instance.any.studyUid());
      // What comes to a moved study for the first time names another patient than the study has.
      boolean known = instance.acknowledged || study.owners.equals(Set.of(instance.any.patient()));
      if (known && !study.deleted.contains(true)) {
        instance.versions.forEach(version -> specimens.add(instance.any.other(version)));
      }
    }
    return specimens;
  }

  /** Studies with something acknowledged that are in this state for sure. */
  synchronized List<String> studies(boolean deleted) {
    Set<String> found = new TreeSet<>();
    for (Instance instance : instances.values()) {
      String uid = instance.any.studyUid();
      if (instance.acknowledged && study(uid).deleted.equals(Set.of(deleted))) {
        found.add(uid);
      }
    }
    return List.copyOf(found);
  }

  synchronized void describing(String study, String description) {
    study(study).descriptions.add(description);
    study(study).everChanged = true;
  }

  synchronized void described(String study, String description) {
    study(study).descriptions.retainAll(Set.of(description));
  }

  synchronized void moving(String study, int owner) {
    study(study).owners.add(owner);
    study(study).everChanged = true;
  }

  synchronized void moved(String study, int owner) {
    study(study).owners.retainAll(Set.of(owner));
  }

  /** The one that it belongs to for sure, else 0. */
  synchronized int owner(String study) {
    Set<Integer> owners = study(study).owners;
    return owners.size() == 1 ? owners.iterator().next() : 0;
  }

  synchronized void deleting(String study, boolean deleted) {
    study(study).deleted.add(deleted);
  }

  synchronized void deleted(String study, boolean deleted) {
    study(study).deleted.retainAll(Set.of(deleted));
  }

  synchronized void changingDevice(String title, boolean good) {
    devices.computeIfAbsent(title, _ -> new HashSet<>(Set.of(!good))).add(good);
  }

  synchronized void changedDevice(String title, boolean good) {
    devices.put(title, new HashSet<>(Set.of(good)));
  }

  /** Devices that were let in for sure. */
  synchronized List<String> goodDevices() {
    return devices.entrySet().stream()
        .filter(e -> e.getValue().equals(Set.of(true)))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Quarantined objects that are there for sure. */
  synchronized List<String> inQuarantine() {
    return quarantined.entrySet().stream()
        .filter(e -> e.getValue().equals(Set.of(true)))
        .map(Map.Entry::getKey)
        .toList();
  }

  synchronized void decidingOn(String quarantineId) {
    quarantined.put(quarantineId, new HashSet<>(Set.of(true, false)));
  }

  synchronized void decidedOn(String quarantineId) {
    quarantined.put(quarantineId, new HashSet<>(Set.of(false)));
  }

  /** The quarantined objects of whatever is destroyed go with it. */
  synchronized void purging() {
    quarantined.replaceAll((_, _) -> new HashSet<>(Set.of(true, false)));
  }

  synchronized Set<String> acknowledged() {
    return Set.copyOf(onRecord);
  }

  /** All studies that were ever sent. */
  synchronized List<String> everyStudy() {
    return List.copyOf(studies.keySet());
  }

  synchronized void checkQuarantine(Collection<String> listed) {
    for (var one : quarantined.entrySet()) {
      assertThat(one.getValue())
          .as("whether %s is in quarantine", one.getKey())
          .contains(listed.contains(one.getKey()));
      one.getValue().retainAll(Set.of(listed.contains(one.getKey())));
    }
  }

  synchronized void checkDevices(Set<String> good) {
    for (var device : devices.entrySet()) {
      assertThat(device.getValue())
          .as("whether device %s is let in", device.getKey())
          .contains(good.contains(device.getKey()));
      device.getValue().retainAll(Set.of(good.contains(device.getKey())));
    }
  }

  /**
   * Holds what the archive shows against what must and may be there. What is seen once is no longer
   * in doubt: it has to stay.
   */
  synchronized void checkShown(Map<String, byte[]> shown) throws IOException {
    for (var entry : shown.entrySet()) {
      Instance instance = instance(entry.getKey());
      Study study = study(instance.any.studyUid());
      assertThat(study.deleted).as("%s shows though deleted", entry.getKey()).contains(false);
      study.deleted.retainAll(Set.of(false));
      narrow(instance, study, entry.getValue());
      instance.acknowledged = true;
    }
    for (Instance instance : instances.values()) {
      if (instance.acknowledged && !shown.containsKey(instance.any.uid())) {
        Study study = study(instance.any.studyUid());
        assertThat(study.deleted).as("%s is missing", instance.any.uid()).contains(true);
        study.deleted.retainAll(Set.of(true));
      }
    }
  }

  private static void narrow(Instance instance, Study study, byte[] bytes) throws IOException {
    for (int version : instance.versions) {
      for (String description : study.descriptions) {
        for (int owner : study.owners) {
          Specimen.Corrected corrected =
              new Specimen.Corrected(description, owner, study.everChanged);
          if (instance.any.other(version).comesOutAs(bytes, corrected)) {
            instance.versions.retainAll(Set.of(version));
            study.descriptions.retainAll(Set.of(description));
            study.owners.retainAll(Set.of(owner));
            return;
          }
        }
      }
    }
    throw new AssertionError(
        "altered: %s; may be %s, %s, %s; is:%n%s"
            .formatted(
                instance.any.uid(),
                instance.versions,
                study.descriptions,
                study.owners,
                Specimen.text(bytes)));
  }
}
