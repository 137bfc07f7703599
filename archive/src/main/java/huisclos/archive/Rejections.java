package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Decision;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rejection notes that come by C-STORE take effect, where the sender holds the grant {@code
 * reject}; without it a note is stored as any other object and rejects nothing. Thread-safe.
 */
final class Rejections {
  private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);

  private final IndexDatabase index;
  private final Vault vault;
  private final Gate gate;
  private final Deletions deletions;
  private final Clock clock;
  private volatile Duration keep = Duration.ofDays(30);

  Rejections(IndexDatabase index, Vault vault, Gate gate, Deletions deletions, Clock clock) {
    this.index = index;
    this.vault = vault;
    this.gate = gate;
    this.deletions = deletions;
    this.clock = clock;
  }

  /** For how long what a note rejects can be restored. */
  void keepFor(Duration duration) {
    this.keep = duration;
  }

  /**
   * Lets a note that was just stored, or was here already, take effect; any other outcome is left.
   * If it can't take effect the store has failed: the sender tries again, and finds its note known.
   */
  StoreOutcome after(Pass stored, StoreHeader header, StoreOutcome outcome) {
    boolean here =
        outcome instanceof StoreOutcome.Stored || outcome instanceof StoreOutcome.Duplicate;
    if (!here || !header.sopClass().equals(RejectionNote.SOP_CLASS)) {
      return outcome;
    }
    try {
      Optional<RejectionNote> note = read(header.sopInstance());
      if (note.isEmpty()) {
        return outcome;
      }
      return switch (gate.decide(stored.who(), new Request.Reject())) {
        case Decision.Denied _ -> outcome;
        case Decision.Granted(Pass pass) -> {
          // Whatever it names that isn't here, or is rejected already, is no failure of the note.
          var _ = deletions.reject(pass, note.get().named(), note.get().reason(), keep);
          yield outcome;
        }
      };
    } catch (IOException e) {
      LOG.error("a rejection note could not take effect: {}", e.getClass().getName());
      return new StoreOutcome.Failed();
    }
  }

  private Optional<RejectionNote> read(String sopInstance) throws IOException {
    Optional<Known> known =
        index.read(session -> session.first(Sql.INSTANCE_BY_UID, Known::read, sopInstance));
    if (known.isEmpty()) {
      return Optional.empty();
    }
    var blob = vault.open(known.get().address(), known.get().studyKey());
    if (blob.descriptor().length() > RejectionNote.MAX_BYTES) {
      return Optional.empty();
    }
    String uid = known.get().transferSyntax();
    TransferSyntax syntax =
        TransferSyntax.of(uid).orElseGet(() -> TransferSyntax.encapsulated(uid));
    try (InputStream in = blob.read()) {
      return RejectionNote.of(DataSetDecoder.read(in, syntax, ReadOptions.whole()));
    }
  }

  /** A study as the archive answers for it. */
  interface Answering {
    FindOutcome find(Query query) throws IOException;
  }

  /** Takes the note in. */
  interface Storing {
    StoreOutcome store(StoreHeader header, InputStream dataSet) throws IOException;
  }

  /**
   * Makes a note of our own about instances of one study, and stores it.
   *
   * @return its data set in explicit little endian
   */
  byte[] note(
      List<Deletions.Affected> rejected, DeleteReason reason, Answering answers, Storing stores)
      throws IOException {
    DataSet keys = new DataSet();
    keys.putString(Tag.STUDY_INSTANCE_UID, rejected.getFirst().study());
    for (int tag :
        new int[] {
          Tag.PATIENT_NAME,
          Tag.PATIENT_ID,
          Tag.ISSUER_OF_PATIENT_ID,
          Tag.PATIENT_BIRTH_DATE,
          Tag.PATIENT_SEX,
          Tag.STUDY_DATE,
          Tag.STUDY_TIME,
          Tag.REFERRING_PHYSICIAN_NAME,
          Tag.STUDY_ID,
          Tag.ACCESSION_NUMBER
        }) {
      keys.putEmpty(tag);
    }
    if (!(answers.find(new Query(Level.STUDY, Root.STUDY, keys))
            instanceof FindOutcome.Found(List<DataSet> rows, boolean _))
        || rows.size() != 1) {
      throw new ArchiveException("the study that a note is about can't be read");
    }
    DataSet note = RejectionNote.make(rows.getFirst(), rejected, reason, LocalDateTime.now(clock));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataSetWriter.write(note, bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    StoreOutcome outcome =
        stores.store(RejectionNote.header(note), new ByteArrayInputStream(bytes.toByteArray()));
    if (!(outcome instanceof StoreOutcome.Stored)) {
      throw new ArchiveException("the rejection note could not be stored");
    }
    return bytes.toByteArray();
  }
}
