package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.TransferSyntax;
import huisclos.vault.BlobAddress;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the objects that were stored before a key was added, and indexes it for them: one thread,
 * page by page, each page a transaction between two groups of stores, at a bounded rate. How far it
 * came lies in the index, so that it goes on after a restart.
 */
final class ExtraKeyFiller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExtraKeyFiller.class);

  /** Instances of one transaction. */
  private static final int PAGE = 100;

  /** How long it pauses after an object that it had to read: 200 objects a second at most. */
  private static final long PAUSE_MILLIS = 5;

  /** How long it waits after a failure, in seconds. */
  private static final long RETRY_SECONDS = 30;

  private final IndexDatabase index;
  private final Vault vault;
  private final Committer committer;
  private final ExtraKeys keys;
  private final Corrections corrections;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private volatile boolean closed;

  ExtraKeyFiller(
      IndexDatabase index,
      Vault vault,
      Committer committer,
      ExtraKeys keys,
      Corrections corrections) {
    this.index = index;
    this.vault = vault;
    this.committer = committer;
    this.keys = keys;
    this.corrections = corrections;
    this.thread = Thread.ofVirtual().name("archive-extra-keys").start(this::run);
  }

  /** Has it look again whether there is something to do. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private record Candidate(
      long id,
      String sop,
      BlobAddress address,
      String syntax,
      StudyKeyId studyKey,
      long seriesId,
      String series,
      long studyId,
      String study,
      boolean firstOfSeries,
      boolean firstOfStudy) {

    static Candidate read(ResultSet row) throws SQLException {
      return new Candidate(
          row.getLong(1),
          row.getString(2),
          Known.address(row, 3),
          row.getString(8),
          Known.studyKey(row.getString(9)),
          row.getLong(10),
          row.getString(11),
          row.getLong(12),
          row.getString(13),
          row.getBoolean(14),
          row.getBoolean(15));
    }

    /** Whether an entity of this level takes its attributes from it. */
    boolean speaksFor(Level level) {
      return switch (level) {
        case STUDY -> firstOfStudy;
        case SERIES -> firstOfSeries;
        case IMAGE -> true;
        case PATIENT -> false;
      };
    }

    long entity(Level level) {
      return switch (level) {
        case STUDY -> studyId;
        case SERIES -> seriesId;
        case IMAGE, PATIENT -> id;
      };
    }

    String uid(Level level) {
      return switch (level) {
        case STUDY -> study;
        case SERIES -> study + '/' + series;
        case IMAGE, PATIENT -> sop;
      };
    }
  }

  private void run() {
    while (!closed) {
      try {
        if (!page()) {
          await(Long.MAX_VALUE);
        }
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        if (!closed) {
          LOG.warn("keys could not be indexed for stored objects: {}", e.getClass().getName());
        }
        try {
          await(TimeUnit.SECONDS.toNanos(RETRY_SECONDS));
        } catch (InterruptedException stop) {
          return;
        }
      }
    }
  }

  private void await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      // A key may have come in between.
      while (!closed
          && left > 0
          && (nanos != Long.MAX_VALUE || keys.all().stream().allMatch(ExtraKey::complete))) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Does one page of the keys that are furthest behind; false if there is nothing to do. */
  private boolean page() throws IOException, InterruptedException {
    List<ExtraKey> open = keys.all().stream().filter(key -> !key.complete()).toList();
    if (open.isEmpty()) {
      return false;
    }
    long from = open.stream().mapToLong(ExtraKey::reached).min().orElseThrow();
    List<ExtraKey> asked = open.stream().filter(key -> key.reached() == from).toList();
    List<Candidate> page =
        index.read(session -> {
          List<Candidate> list = new ArrayList<>();
          session.each(ExtraSql.INSTANCES, row -> list.add(Candidate.read(row)), from, PAGE);
          return list;
        });
    Map<Candidate, DataSet> headers = new HashMap<>();
    int unread = 0;
    for (Candidate one : page) {
      if (closed) {
        return true;
      }
      if (asked.stream().anyMatch(key -> one.speaksFor(key.level()))) {
        Optional<DataSet> header = header(one, asked);
        header.ifPresent(read -> headers.put(one, read));
        unread += header.isEmpty() ? 1 : 0;
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
    int failed = unread;
    committer.exclusively(session -> settle(session, asked, page, headers, failed));
    return true;
  }

  private Optional<DataSet> header(Candidate one, List<ExtraKey> asked) {
    TransferSyntax syntax =
        TransferSyntax.of(one.syntax).orElseGet(() -> TransferSyntax.encapsulated(one.syntax));
    try (InputStream in = vault.open(one.address, one.studyKey).read()) {
      return Optional.of(HeaderReader.readStored(in, syntax, asked));
    } catch (IOException | RuntimeException e) {
      // Destroyed or damaged: counted, and shown in the list of keys.
      LOG.debug("an object can't be read for a key", e);
      return Optional.empty();
    }
  }

  private void settle(
      Session session,
      List<ExtraKey> asked,
      List<Candidate> page,
      Map<Candidate, DataSet> headers,
      int unread)
      throws IOException, SQLException {
    session.begin();
    for (ExtraKey key : asked) {
      // It may have been removed meanwhile.
      boolean there = keys.all().stream().anyMatch(k -> k.id() == key.id());
      for (Candidate one : there ? page : List.<Candidate>of()) {
        DataSet header = headers.get(one);
        boolean stays = session.first(Sql.INSTANCE_BY_UID, Known::read, one.sop).isPresent();
        if (header != null && stays && one.speaksFor(key.level())) {
          Arrival arrival =
              new Arrival(header, one.study, one.series, one.sop, "", asked)
                  .corrected(corrections.ofStudy(session, one.study));
          keys.write(session, key, one.entity(key.level()), one.uid(key.level()), arrival.header());
        }
      }
      // Behind the last page nothing is left, whatever was deleted since.
      long last = page.isEmpty() ? 0 : page.getLast().id;
      long reached = page.size() < PAGE ? Math.max(last, key.target()) : last;
      session.update(ExtraSql.REACH, reached, unread, key.id());
    }
    session.commit();
    keys.load(session);
  }

  @Override
  public void close() {
    closed = true;
    wake();
    // No interrupt: it would close the container that is being read for everybody.
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
