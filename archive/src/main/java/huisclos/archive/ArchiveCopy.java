package huisclos.archive;

import huisclos.vault.BlobAddress;
import huisclos.vault.BlobDescriptor;
import huisclos.vault.ContainerInfo;
import huisclos.vault.SealedBlob;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What a backup needs of an archive, and a rehearsal of one: the index as of one moment, the
 * containers as of one moment, and every instance read. Discloses nothing but UIDs: what it reads
 * goes nowhere. Thread-safe; stores go on meanwhile.
 */
public final class ArchiveCopy {
  /** Rows read at once, so that no reading of the index lasts long. */
  private static final int PAGE = 1_000;

  /** UIDs of unreadable instances that are named; the others are counted. */
  public static final int MAX_NAMED = 1_000;

  private static final String INSTANCES =
      "SELECT i.id, i.sop_uid, i.sha256, i.bytes, i.store, i.container, i.blob_offset,"
          + " i.blob_length, i.object_id, s.study_key, s.uid FROM instance i CROSS JOIN series e"
          + " CROSS JOIN study s WHERE i.id > ? AND e.id = i.series_id AND s.id = e.study_id"
          + " ORDER BY i.id LIMIT ?";

  private final IndexDatabase index;
  private final Committer committer;
  private final Vault vault;

  ArchiveCopy(IndexDatabase index, Committer committer, Vault vault) {
    this.index = index;
    this.committer = committer;
    this.vault = vault;
  }

  /**
   * Copies the index as it is at one moment to a new file, 0600. Clear where the index is: the copy
   * belongs in the home, or sealed.
   *
   * @throws ArchiveException if there is no room for it
   */
  public void index(Path to) throws IOException {
    Files.createFile(
        to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (Session session = IndexDatabase.connectForAdministration(index.file())) {
      session.update(Sql.COPY_INDEX, to.toString());
    } catch (SQLException e) {
      throw new ArchiveException("the index can't be copied: make room in the home", e);
    }
  }

  /**
   * All containers, blobs before quarantine, with the lengths they have between two groups of
   * stores: up to there each is durable and acknowledged or about to be.
   */
  public List<ContainerInfo> containers() throws IOException {
    List<ContainerInfo> containers = new ArrayList<>();
    committer.exclusively(_ -> {
      containers.addAll(vault.containers(BlobAddress.BLOBS));
      containers.addAll(vault.containers(BlobAddress.QUARANTINE));
    });
    return containers;
  }

  /** How many instances the index names, hidden ones included. */
  public long instances() throws IOException {
    return index.read(session -> session.number("SELECT count(*) FROM instance"));
  }

  /**
   * What reading every instance showed.
   *
   * @param instances how many the index names, hidden ones included
   * @param bytes how many bytes their data sets have
   * @param failed how many could not be read as they came
   * @param named the SOP instance UIDs of those, at most {@value #MAX_NAMED}
   */
  public record Reading(long instances, long bytes, long failed, List<String> named) {
    public Reading {
      named = List.copyOf(named);
    }
  }

  private record Row(
      long id,
      String sop,
      String sha256,
      long bytes,
      BlobAddress address,
      StudyKeyId key,
      String study) {
    static Row read(ResultSet row) throws SQLException {
      return new Row(
          row.getLong(1),
          row.getString(2),
          HexFormat.of().formatHex(row.getBytes(3)),
          row.getLong(4),
          Known.address(row, 5),
          Known.studyKey(row.getString(10)),
          row.getString(11));
    }
  }

  /**
   * Reads every instance that the index names to its end and compares it with the hash and length
   * of what came.
   *
   * @param progress told how many were read so far
   */
  public Reading readAll(LongConsumer progress) throws IOException {
    long[] counts = new long[3];
    List<String> named = new ArrayList<>();
    long last = 0;
    while (true) {
      long after = last;
      List<Row> page = new ArrayList<>();
      index.read(session -> {
        session.each(INSTANCES, row -> page.add(Row.read(row)), after, PAGE);
        return true;
      });
      if (page.isEmpty()) {
        return new Reading(counts[0], counts[1], counts[2], named);
      }
      for (Row row : page) {
        counts[0]++;
        counts[1] += row.bytes;
        if (!isWhole(row)) {
          counts[2]++;
          if (named.size() < MAX_NAMED) {
            named.add(row.sop);
          }
        }
        progress.accept(counts[0]);
      }
      last = page.getLast().id;
    }
  }

  private boolean isWhole(Row row) {
    try {
      SealedBlob blob = vault.open(row.address, row.key);
      BlobDescriptor descriptor = blob.descriptor();
      if (!descriptor.sopInstanceUid().equals(row.sop)
          || !descriptor.studyUid().equals(row.study)) {
        return false;
      }
      try (InputStream in = new VerifiedStream(blob.read(), row.bytes, row.sha256)) {
        return in.transferTo(OutputStream.nullOutputStream()) == row.bytes;
      }
    } catch (IOException e) {
      return false;
    }
  }
}
