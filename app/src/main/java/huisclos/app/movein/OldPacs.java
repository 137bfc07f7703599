package huisclos.app.movein;

import huisclos.courier.Courier;
import huisclos.courier.Line;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.dicom.Uids;
import huisclos.gate.Destination;
import huisclos.net.AssociationException;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Asks an old PACS what it has, by C-FIND in the study root. Of one thread. */
final class OldPacs implements AutoCloseable {
  /** An instance that it says it has; the UIDs are what it says, be they UIDs or not. */
  record Listed(String sopClass, String sopInstance) {
    /** Whether it can be asked for. */
    boolean isNamed() {
      return Uid.isUsable(sopInstance);
    }
  }

  /** From so many answers on, an answer may have been cut without a word. */
  static final int SUSPICIOUS_ANSWERS = 100;

  /** Most answers taken to one question. */
  static final int MAX_ANSWERS = 500_000;

  private static final int MAX_ATTEMPTS = 2;

  static final String FIND = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;

  private final Courier courier;
  private final Destination peer;
  private final List<String> notes;
  private Line line;

  /**
   * Dials it.
   *
   * @param notes where what couldn't be asked is noted
   * @throws AssociationException with the reason
   */
  OldPacs(Courier courier, Destination peer, List<String> notes) throws IOException {
    this.courier = courier;
    this.peer = peer;
    this.notes = notes;
    this.line = dial();
  }

  private Line dial() throws IOException {
    return courier.dial(
        peer,
        spec ->
            spec.propose(
                FIND, List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN)));
  }

  /** The studies of these days; a range is halved until its answer isn't suspiciously long. */
  void studies(LocalDate from, LocalDate to, Set<String> found) throws IOException {
    DataSet query = query("STUDY");
    query.putEmpty(Tag.STUDY_INSTANCE_UID);
    query.putString(Tag.STUDY_DATE, from.equals(to) ? day(from) : day(from) + "-" + day(to));
    List<String> answer = new ArrayList<>();
    Reply reply = find(query, match -> answer.add(uid(match, Tag.STUDY_INSTANCE_UID)));
    if (!from.equals(to) && (!reply.success() || answer.size() >= SUSPICIOUS_ANSWERS)) {
      LocalDate middle = from.plusDays((to.toEpochDay() - from.toEpochDay()) / 2);
      studies(from, middle, found);
      studies(middle.plusDays(1), to, found);
      return;
    }
    if (!reply.success()) {
      notes.add("the peer did not say which studies it has of " + from + ": " + reply);
    } else if (answer.size() >= SUSPICIOUS_ANSWERS && answer.size() % SUSPICIOUS_ANSWERS == 0) {
      notes.add(
          "the peer named exactly %d studies of %s: it may have cut its answer"
              .formatted(answer.size(), from));
    }
    answer.stream().filter(Uid::isUsable).forEach(found::add);
  }

  /** The studies that no range of dates found, as far as a question without one names them. */
  void undated(Set<String> found) throws IOException {
    DataSet query = query("STUDY");
    query.putEmpty(Tag.STUDY_INSTANCE_UID);
    List<String> answer = new ArrayList<>();
    Reply reply = find(query, match -> answer.add(uid(match, Tag.STUDY_INSTANCE_UID)));
    answer.stream().filter(Uid::isUsable).forEach(found::add);
    if (!reply.success()) {
      notes.add("the peer can't be asked for studies without a date: " + reply);
    }
  }

  /** The instances of a study, by series. */
  Map<String, List<Listed>> instances(String study) throws IOException {
    DataSet query = query("SERIES");
    query.putString(Tag.STUDY_INSTANCE_UID, study);
    query.putEmpty(Tag.SERIES_INSTANCE_UID);
    List<String> series = new ArrayList<>();
    require(find(query, match -> series.add(match.string(Tag.SERIES_INSTANCE_UID, ""))));
    Map<String, List<Listed>> found = new LinkedHashMap<>();
    for (String uid : series) {
      // Asked for as it is written there, padding and all.
      if (Uid.isUsable(uid.strip())) {
        found.put(uid, instances(study, uid));
      }
    }
    return found;
  }

  private List<Listed> instances(String study, String series) throws IOException {
    DataSet query = query("IMAGE");
    query.putString(Tag.STUDY_INSTANCE_UID, study);
    query.putString(Tag.SERIES_INSTANCE_UID, series);
    query.putEmpty(Tag.SOP_INSTANCE_UID);
    query.putEmpty(Tag.SOP_CLASS_UID);
    List<Listed> found = new ArrayList<>();
    require(
        find(
            query,
            match -> {
              Listed one =
                  new Listed(uid(match, Tag.SOP_CLASS_UID), uid(match, Tag.SOP_INSTANCE_UID));
              found.add(one);
            }));
    return found;
  }

  /** Some pad UIDs with a space, which PS3.5 §9.1 doesn't have. */
  private static String uid(DataSet match, int tag) {
    return match.string(tag, "").strip();
  }

  private static void require(Reply reply) throws IOException {
    if (!reply.success()) {
      throw new IOException("the peer did not say what the study has: " + reply);
    }
  }

  private static DataSet query(String level) {
    DataSet query = new DataSet();
    query.putString(Tag.QUERY_RETRIEVE_LEVEL, level);
    return query;
  }

  private static String day(LocalDate date) {
    return DateTimeFormatter.BASIC_ISO_DATE.format(date);
  }

  /**
   * Asks. A line that has gone meanwhile is dialled anew; a peer that breaks off over the question
   * itself, and can be dialled again, has refused it.
   */
  private Reply find(DataSet query, Consumer<DataSet> matches) throws IOException {
    for (int attempt = 1; ; attempt++) {
      int[] count = {0};
      Consumer<DataSet> bounded =
          match -> {
            if (++count[0] <= MAX_ANSWERS) {
              matches.accept(match);
            } else if (count[0] == MAX_ANSWERS + 1) {
              cancel();
            }
          };
      try {
        return line.association().find(FIND, query, bounded);
      } catch (AssociationException e) {
        line.close();
        line = dial();
        if (count[0] > 0 || attempt == MAX_ATTEMPTS) {
          return Reply.of(Status.PROCESSING_FAILURE, e.ending().words());
        }
      }
    }
  }

  private void cancel() {
    try {
      line.association().cancel();
    } catch (AssociationException e) {
      // The find itself says so.
    }
  }

  @Override
  public void close() {
    line.close();
  }
}
