package huisclos.trail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a disclosure that concerns more studies or patients than one log entry may hold. Every
 * part repeats who, when, what and the whole count, so that each can be read alone.
 */
final class Splitter {
  private Splitter() {}

  /** Quotes and comma around an id. */
  private static final int PER_ID = 3;

  /** Room for the names of the two lists and for the part's number. */
  private static final int RESERVE = 64;

  /** The record itself, or its parts. */
  static List<TrailRecord> split(TrailRecord record) {
    int fixed = TrailCodec.encode(with(record, List.of(), List.of(), Optional.empty())).length;
    int room = TrailLimits.MAX_ENTRY_BYTES - RESERVE - fixed;
    List<List<String>> studies = pieces(record.studyUids(), room);
    List<List<String>> patients = pieces(record.patientRecords(), room);
    if (studies.size() <= 1
        && patients.size() <= 1
        && bytes(record.studyUids()) + bytes(record.patientRecords()) <= room) {
      return List.of(record);
    }
    int of = studies.size() + patients.size();
    List<TrailRecord> parts = new ArrayList<>();
    for (List<String> piece : studies) {
      parts.add(with(record, piece, List.of(), part(parts.size() + 1, of)));
    }
    for (List<String> piece : patients) {
      parts.add(with(record, List.of(), piece, part(parts.size() + 1, of)));
    }
    return parts;
  }

  private static Optional<TrailRecord.Part> part(int number, int of) {
    return Optional.of(new TrailRecord.Part(number, of));
  }

  private static List<List<String>> pieces(List<String> ids, int room) {
    List<List<String>> pieces = new ArrayList<>();
    int left = 0;
    for (String id : ids) {
      int bytes = id.length() + PER_ID;
      if (pieces.isEmpty()
          || left < bytes
          || pieces.getLast().size() == TrailLimits.MAX_IDS_PER_ENTRY) {
        pieces.add(new ArrayList<>());
        left = room;
      }
      pieces.getLast().add(id);
      left -= bytes;
    }
    return pieces;
  }

  private static long bytes(List<String> ids) {
    return ids.stream().mapToLong(id -> id.length() + PER_ID).sum();
  }

  private static TrailRecord with(
      TrailRecord record,
      List<String> studies,
      List<String> patients,
      Optional<TrailRecord.Part> part) {
    return new TrailRecord(
        record.time(),
        record.action(),
        record.outcome(),
        record.actor(),
        record.remote(),
        studies,
        patients,
        record.count(),
        record.facts(),
        record.sealed(),
        part);
  }
}
