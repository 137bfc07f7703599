package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Uids;
import huisclos.vault.BlobAddress;
import huisclos.vault.BlobDescriptor;
import huisclos.vault.ObjectId;
import huisclos.vault.PatientKeyId;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Fills an index with studies that have no bytes in the vault: for tests of queries alone. */
final class Growth {
  /** Patients in one transaction. */
  private static final int GROUP = 2_000;

  private Growth() {}

  /** So many patients with so many studies each, one instance a study. */
  static void fill(Site site, int patients, int studies) throws IOException {
    fill(
        site,
        0,
        patients,
        patient ->
            IntStream.rangeClosed(1, studies)
                .mapToObj(study -> Made.ct(patient, study, 1, 1))
                .toList());
  }

  /** These patients, with the instances made up for each, of which each is a study of its own. */
  static void fill(Site site, int from, int to, IntFunction<List<DataSet>> studiesOf)
      throws IOException {
    SealedAttributes sealed = new SealedAttributes(site.vault.columnSealer("index"));
    Tokens tokens = new Tokens(site.vault.blindTokens("index"));
    for (int begin = from; begin < to; begin += GROUP) {
      int first = begin;
      int end = Math.min(to, begin + GROUP);
      site.archive.exclusively(session -> {
        IndexWriter writer =
            new IndexWriter(
                session,
                site.vault.ring(),
                sealed,
                tokens,
                new ExtraKeys(sealed, tokens),
                Optional.empty());
        session.begin();
        for (int patient = first; patient < end; patient++) {
          int study = 0;
          for (DataSet set : studiesOf.apply(patient)) {
            put(writer, sealed, patient, ++study, set);
          }
        }
        writer.settle();
        session.commit();
      });
    }
  }

  /** Data sets that are each a study, and a patient, of its own, in one transaction. */
  static void fill(Session session, Vault vault, int from, List<DataSet> studies)
      throws SQLException, IOException {
    SealedAttributes sealed = new SealedAttributes(vault.columnSealer("index"));
    Tokens tokens = new Tokens(vault.blindTokens("index"));
    IndexWriter writer =
        new IndexWriter(
            session, vault.ring(), sealed, tokens, new ExtraKeys(sealed, tokens), Optional.empty());
    session.begin();
    int number = from;
    for (DataSet set : studies) {
      put(writer, sealed, number++, 1, set);
    }
    writer.settle();
    session.commit();
  }

  private static void put(
      IndexWriter writer, SealedAttributes sealed, int patient, int study, DataSet set)
      throws SQLException, IOException {
    Arrival arrival = Arrival.of(set).orElseThrow();
    BlobDescriptor descriptor =
        new BlobDescriptor(
            arrival.studyUid(),
            arrival.seriesUid(),
            arrival.sopUid(),
            arrival.sopClass(),
            Uids.EXPLICIT_VR_LITTLE_ENDIAN,
            1,
            "00".repeat(32));
    // No keys are made: nothing is sealed under them, and the ring would only grow.
    writer.insert(
        arrival,
        writer.resolve(
            arrival, StudyKeyId.of(bytes(patient, study)), PatientKeyId.of(bytes(patient, 0))),
        new BlobAddress(ObjectId.random(), BlobAddress.BLOBS, 1, 0, 0),
        descriptor,
        sealed.seal(
            SealedAttributes.encode(arrival.attributes(Level.IMAGE)), "instance", arrival.sopUid()),
        0);
  }

  private static byte[] bytes(int patient, int study) {
    return ByteBuffer.allocate(16).putInt(patient).putInt(study).array();
  }
}
