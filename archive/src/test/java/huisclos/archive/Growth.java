package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.vault.BlobAddress;
import huisclos.vault.BlobDescriptor;
import huisclos.vault.ObjectId;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/** Fills an index with studies that have no bytes in the vault: for tests of queries alone. */
final class Growth {
  /** Patients in one transaction. */
  private static final int GROUP = 500;

  private Growth() {}

  /** So many patients with so many studies each, one instance a study. */
  static void fill(Site site, int patients, int studies) throws IOException {
    SealedAttributes sealed = new SealedAttributes(site.vault.columnSealer("index"));
    Tokens tokens = new Tokens(site.vault.blindTokens("index"));
    site.archive.exclusively(session -> {
      IndexWriter writer =
          new IndexWriter(
              session,
              site.vault.ring(),
              sealed,
              tokens,
              new ExtraKeys(sealed, tokens),
              Optional.empty());
      for (int patient = 0; patient < patients; patient++) {
        if (patient % GROUP == 0) {
          session.begin();
        }
        for (int study = 1; study <= studies; study++) {
          put(writer, sealed, Made.ct(patient, study, 1, 1));
        }
        if (patient % GROUP == GROUP - 1 || patient == patients - 1) {
          writer.settle();
          session.commit();
        }
      }
    });
  }

  private static void put(IndexWriter writer, SealedAttributes sealed, DataSet set)
      throws SQLException, IOException {
    Arrival arrival = Arrival.of(set).orElseThrow();
    BlobDescriptor descriptor =
        new BlobDescriptor(
            arrival.studyUid(),
            arrival.seriesUid(),
            arrival.sopUid(),
            arrival.sopClass(),
            huisclos.dicom.Uids.EXPLICIT_VR_LITTLE_ENDIAN,
            1,
            "00".repeat(32));
    writer.insert(
        arrival,
        writer.resolve(arrival),
        new BlobAddress(ObjectId.random(), BlobAddress.BLOBS, 1, 0, 0),
        descriptor,
        sealed.seal(
            SealedAttributes.encode(arrival.attributes(Level.IMAGE)), "instance", arrival.sopUid()),
        0);
  }
}
