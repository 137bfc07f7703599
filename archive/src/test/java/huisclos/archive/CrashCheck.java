package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.gate.DeviceCertificate;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.testkit.SimulatedDisk;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.SimulatedTrail;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks at all that an archive shows, and holds it against the oracle and against the trail. */
final class CrashCheck {
  private final SimulatedSite site;
  private final SimulatedDisk disk;
  private final CrashOracle oracle;

  CrashCheck(SimulatedSite site, SimulatedDisk disk, CrashOracle oracle) {
    this.site = site;
    this.disk = disk;
    this.oracle = oracle;
  }

  void run() throws IOException {
    Map<String, String> shown = objects();
    oracle.checkQuarantine(
        site.archive.quarantine(site.pass(new Request.Find(true))).stream()
            .map(QuarantineEntry::id)
            .collect(Collectors.toSet()));
    oracle.checkDevices(
        site.registry.certificates().stream()
            .filter(certificate -> certificate.revokedAt().isEmpty())
            .map(DeviceCertificate::aet)
            .collect(Collectors.toSet()));
    trail(shown);
  }

  /** What can be retrieved: each instance with its study. */
  private Map<String, String> objects() throws IOException {
    List<String> studies = oracle.everyStudy();
    Map<String, String> shown = new TreeMap<>();
    Map<String, byte[]> bytes = new HashMap<>();
    if (!studies.isEmpty()) {
      Pass pass = site.pass(new Request.Get());
      DataSet keys = new DataSet();
      keys.putString(Level.STUDY.uniqueKey(), studies.toArray(String[]::new));
      switch (site.archive.select(pass, Level.STUDY, keys)) {
        case FetchOutcome.Selected(List<StoredInstance> instances) -> {
          for (StoredInstance instance : instances) {
            shown.put(instance.sopInstance(), instance.studyUid());
            bytes.put(instance.sopInstance(), site.read(pass, instance));
          }
        }
        case FetchOutcome.TooMany _, FetchOutcome.Denied _, FetchOutcome.Invalid _ ->
            throw new AssertionError("not selected");
      }
    }
    oracle.checkShown(bytes);
    return shown;
  }

  private void trail(Map<String, String> shown) throws IOException {
    site.trail.checkpoint();
    assertThat(SimulatedTrail.verify(disk, SimulatedSite.TRAIL).problems()).isEmpty();
    Set<String> stored = new HashSet<>();
    Set<String> recovered = new HashSet<>();
    for (TrailRecord record : SimulatedTrail.records(disk, SimulatedSite.TRAIL)) {
      String uid = record.facts().get(Fact.SOP_INSTANCE);
      if (record.action() == Action.STORE && uid != null) {
        stored.add(uid);
      } else if ("recovered".equals(record.facts().get(Fact.REASON))) {
        recovered.addAll(record.studyUids());
      }
    }
    assertThat(stored).as("on record").containsAll(oracle.acknowledged());
    for (var instance : shown.entrySet()) {
      assertThat(stored.contains(instance.getKey()) || recovered.contains(instance.getValue()))
          .as("%s shows and is on record", instance.getKey())
          .isTrue();
    }
  }
}
