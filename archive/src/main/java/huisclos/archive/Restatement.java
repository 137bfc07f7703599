package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.vault.BlobAddress;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * States a study's rows anew after its corrections, its patient or some content changed: each
 * entity as its first instance says, corrected. On the ingest connection, within a transaction; the
 * writer has settled before and forgets afterwards.
 */
final class Restatement {
  private final Session session;
  private final Vault vault;
  private final IndexWriter writer;
  private final SealedAttributes sealed;
  private final Tokens tokens;
  private final Corrections corrections;

  Restatement(
      Session session,
      Vault vault,
      IndexWriter writer,
      SealedAttributes sealed,
      Tokens tokens,
      Corrections corrections) {
    this.session = session;
    this.vault = vault;
    this.writer = writer;
    this.sealed = sealed;
    this.tokens = tokens;
    this.corrections = corrections;
  }

  /** An instance's row, as far as needed here. */
  private record Instance(
      long id,
      String sopUid,
      String transferSyntax,
      BlobAddress address,
      long series,
      String seriesUid,
      StudyKeyId key) {}

  /**
   * States the rows of a study anew; does nothing where it isn't indexed.
   *
   * @param levels which rows may have changed; the study's own always are looked at
   */
  void of(String study, Set<Level> levels) throws SQLException, IOException {
    List<Instance> instances = instances(study);
    if (instances.isEmpty()) {
      return;
    }
    List<Correction> all = corrections.ofStudy(session, study);
    Set<Long> seriesMet = new HashSet<>();
    boolean first = true;
    for (Instance instance : instances) {
      boolean firstOfSeries = levels.contains(Level.SERIES) && seriesMet.add(instance.series);
      if (first || firstOfSeries || levels.contains(Level.IMAGE)) {
        Arrival arrival = arrival(study, instance).corrected(all);
        if (first) {
          study(arrival);
        }
        if (firstOfSeries) {
          series(arrival, instance.series);
        }
        if (levels.contains(Level.IMAGE)) {
          instance(arrival, instance.id);
        }
      }
      first = false;
    }
    if (levels.contains(Level.SERIES)) {
      modalities(study);
    }
  }

  /** The first instance of a study as it came; empty where the study isn't indexed. */
  Optional<Arrival> firstOf(String study) throws SQLException, IOException {
    List<Instance> instances = instances(study);
    return instances.isEmpty()
        ? Optional.empty()
        : Optional.of(arrival(study, instances.getFirst()));
  }

  /** An instance of a study as it came. */
  Optional<Arrival> instance(String study, String sopUid) throws SQLException, IOException {
    for (Instance instance : instances(study)) {
      if (instance.sopUid.equals(sopUid)) {
        return Optional.of(arrival(study, instance));
      }
    }
    return Optional.empty();
  }

  private List<Instance> instances(String study) throws SQLException {
    List<Instance> instances = new ArrayList<>();
    session.each(
        ActSql.INSTANCES_OF_STUDY,
        row ->
            instances.add(
                new Instance(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    Known.address(row, 4),
                    row.getLong(9),
                    row.getString(10),
                    Known.studyKey(row.getString(11)))),
        study);
    return instances;
  }

  private Arrival arrival(String study, Instance instance) throws IOException {
    TransferSyntax syntax =
        TransferSyntax.of(instance.transferSyntax)
            .orElseGet(() -> TransferSyntax.encapsulated(instance.transferSyntax));
    try (InputStream in = vault.open(instance.address, instance.key).read()) {
      List<ExtraKey> extras = writer.extras();
      DataSet header = HeaderReader.readStored(in, syntax, extras);
      return new Arrival(
          header,
          study,
          instance.seriesUid,
          instance.sopUid,
          header.string(Tag.SOP_CLASS_UID, ""),
          extras);
    }
  }

  private void study(Arrival arrival) throws SQLException, IOException {
    StudyRef study = writer.stored(arrival.studyUid()).orElseThrow();
    long before = session.number(ActSql.DEMOGRAPHIC_OF_STUDY, study.id);
    long demographic = writer.demographic(arrival, study.patient);
    DataSet attributes = arrival.attributes(Level.STUDY);
    session.update(
        ActSql.RESTATE_STUDY,
        demographic,
        arrival.date(Tag.STUDY_DATE),
        arrival.time(Tag.STUDY_TIME),
        sealed.seal(SealedAttributes.encode(attributes), "study", study.uid),
        study.id);
    writer.restateExtras(Level.STUDY, study.id, study.uid, arrival);
    session.update(ActSql.CLEAR_TOKENS_OF_STUDY, study.id);
    for (long token : tokens.ofStudy(attributes)) {
      session.update(Sql.INSERT_STUDY_TOKEN, token, study.id);
    }
    if (before != demographic) {
      session.update(ActSql.ORPHANED_DEMOGRAPHIC_TOKENS, before, before);
      session.update(ActSql.ORPHANED_DEMOGRAPHIC, before, before);
    }
  }

  private void series(Arrival arrival, long id) throws SQLException, IOException {
    session.update(
        ActSql.RESTATE_SERIES,
        IndexWriter.clearModality(arrival.header().string(Tag.MODALITY, "")),
        arrival.number(Tag.SERIES_NUMBER),
        arrival.date(Tag.SERIES_DATE),
        arrival.time(Tag.SERIES_TIME),
        sealed.seal(
            SealedAttributes.encode(arrival.attributes(Level.SERIES)),
            "series",
            arrival.studyUid() + '/' + arrival.seriesUid()),
        id);
    writer.restateExtras(Level.SERIES, id, arrival.studyUid() + '/' + arrival.seriesUid(), arrival);
  }

  private void modalities(String study) throws SQLException, IOException {
    long id = writer.stored(study).orElseThrow().id;
    List<String> modalities = new ArrayList<>();
    session.each(ActSql.MODALITIES_OF_STUDY, row -> modalities.add(row.getString(1)), id);
    modalities.remove("");
    session.update(ActSql.SET_MODALITIES, String.join("\\", modalities), id);
  }

  private void instance(Arrival arrival, long id) throws SQLException, IOException {
    session.update(
        ActSql.RESTATE_INSTANCE,
        arrival.number(Tag.INSTANCE_NUMBER),
        arrival.date(Tag.ACQUISITION_DATE),
        arrival.time(Tag.ACQUISITION_TIME),
        writer.sealedInstance(arrival),
        id);
    writer.restateExtras(Level.IMAGE, id, arrival.sopUid(), arrival);
  }
}
