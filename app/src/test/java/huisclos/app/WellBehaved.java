package huisclos.app;

import huisclos.app.client.Called;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.net.Association;
import huisclos.net.DataSetSource;
import huisclos.net.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A device that stores an image on an association of its own and looks it up on a standing one,
 * over and over, whatever goes on beside it. Its thread ends when it is closed.
 */
final class WellBehaved implements AutoCloseable {
  private static final List<String> PLAIN = List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN);
  private static final long PAUSE_MILLIS = 20;

  private final Called called;
  private final Thread thread;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<Long> stores = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> finds = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean stopped;
  private int number;

  WellBehaved(RunningArchive archive, Path identity) {
    this.called = Called.of(archive.address(), "HUISCLOS", identity);
    this.thread = Thread.ofPlatform().name("well-behaved").start(this::work);
  }

  private void work() {
    try (Association standing =
        called.tryOpen(called.request().propose(RawDevice.FIND_CLASS, PLAIN))) {
      while (!stopped) {
        Synthetic image = Synthetic.of(1_000_000 + number++);
        long began = System.nanoTime();
        store(image);
        stores.add(System.nanoTime() - began);
        began = System.nanoTime();
        find(standing, image);
        finds.add(System.nanoTime() - began);
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (Exception | AssertionError e) {
      failure.set(e);
    }
  }

  private void store(Synthetic image) throws Exception {
    byte[] bytes = RawDevice.encoded(image.set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    try (Association association =
        called.tryOpen(called.request().propose(Uids.SECONDARY_CAPTURE_IMAGE_STORAGE, PLAIN))) {
      Reply reply =
          association.store(
              Uids.SECONDARY_CAPTURE_IMAGE_STORAGE,
              image.sopInstance(),
              new Held(bytes),
              Uids.EXPLICIT_VR_LITTLE_ENDIAN);
      if (!reply.success()) {
        throw new AssertionError("a store was refused: " + reply);
      }
      association.release();
    }
  }

  /** A data set in memory. */
  private static final class Held implements DataSetSource {
    private final byte[] bytes;

    Held(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
      target.write(bytes);
    }
  }

  private static void find(Association standing, Synthetic image) throws Exception {
    DataSet keys = new DataSet();
    keys.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
    keys.putString(Tag.STUDY_INSTANCE_UID, image.set.string(Tag.STUDY_INSTANCE_UID).orElseThrow());
    keys.putEmpty(Tag.PATIENT_NAME);
    List<DataSet> rows = new ArrayList<>();
    Reply reply = standing.find(RawDevice.FIND_CLASS, keys, rows::add);
    if (!reply.success() || rows.size() != 1) {
      throw new AssertionError("a query failed: " + reply + ", rows " + rows.size());
    }
  }

  /** Waits until it has stored and asked so often since the last report. */
  void await(int times) throws InterruptedException {
    while (finds.size() < times && failure.get() == null) {
      Thread.sleep(10);
    }
  }

  /**
   * How long its stores and queries took since the last report, in milliseconds; fails if one went
   * wrong.
   */
  Report report(String during) {
    Throwable broke = failure.get();
    if (broke != null) {
      throw new AssertionError("the well-behaved device failed: " + during, broke);
    }
    return new Report(during, drained(stores), drained(finds));
  }

  private static List<Long> drained(List<Long> times) {
    synchronized (times) {
      List<Long> sorted = new ArrayList<>(times);
      times.clear();
      Collections.sort(sorted);
      return sorted;
    }
  }

  /** Sorted times, nanoseconds. */
  record Report(String during, List<Long> stores, List<Long> finds) {
    static double millis(List<Long> sorted, double share) {
      return sorted.isEmpty()
          ? Double.NaN
          : sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size())) / 1e6;
    }

    double worst() {
      return Math.max(millis(stores, 1), millis(finds, 1));
    }

    @Override
    public String toString() {
      return "%-28s %4d stores p50 %6.1f p99 %7.1f ms   %4d queries p50 %6.1f p99 %7.1f ms"
          .formatted(
              during,
              stores.size(),
              millis(stores, 0.5),
              millis(stores, 0.99),
              finds.size(),
              millis(finds, 0.5),
              millis(finds, 0.99));
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
