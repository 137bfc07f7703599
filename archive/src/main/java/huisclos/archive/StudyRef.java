package huisclos.archive;

import huisclos.vault.PatientKeyId;
import huisclos.vault.StudyKeyId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A study as ingest knows it: its keys from the moment they are made, its row once that is written.
 * Used by the committer's thread alone.
 */
final class StudyRef {
  /** A patient record likewise; {@code id} is 0 until the row is written. */
  static final class PatientRef {
    final PatientKeyId key;
    final byte @Nullable [] identity;
    long id;

    PatientRef(PatientKeyId key, byte @Nullable [] identity, long id) {
      this.key = key;
      this.identity = identity;
      this.id = id;
    }
  }

  final String uid;
  final StudyKeyId key;
  final PatientRef patient;

  /** Row of the study, 0 until it is written. */
  long id;

  final Set<String> modalities = new TreeSet<>();
  final Set<String> sopClasses = new TreeSet<>();

  /** Rows of its series, as far as they have been met. */
  final Map<String, Long> series = new HashMap<>();

  /** Corrections in force in it, those made on arrival aside. */
  List<Correction> corrections = List.of();

  /** What it takes over from a merge of patients; written with its row. */
  Optional<Correction> followed = Optional.empty();

  // What the current transaction adds to the counts.
  final Map<Long, Integer> addedToSeries = new HashMap<>();
  int addedSeries;
  int addedInstances;

  StudyRef(String uid, StudyKeyId key, PatientRef patient, long id) {
    this.uid = uid;
    this.key = key;
    this.patient = patient;
    this.id = id;
  }

  /** The internal id of its patient record. */
  String record() {
    return patient.key.toString();
  }
}
