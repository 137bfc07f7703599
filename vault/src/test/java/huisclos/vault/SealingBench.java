package huisclos.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures sealing, commit and opening on this machine; run by hand, no test. Arguments: a folder
 * on the disk to measure, threads, objects.
 */
final class SealingBench {
  private static final int OBJECT_BYTES = 525_000;
  private static final int WRITE_BYTES = 128 << 10;
  private static final int GROUP = 16;

  private SealingBench() {}

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    int threads = Integer.parseInt(args[1]);
    int objects = Integer.parseInt(args[2]);
    long opened = System.nanoTime();
    SiteKey key = SiteKey.generate();
    try (Vault vault = Vault.open(home, key)) {
      report("first open", 1, System.nanoTime() - opened);
      byte[] content = Homes.bytes(OBJECT_BYTES, 1);
      StudyKeyId study = Homes.newStudy(vault);
      for (int round = 0; round < 4; round++) {
        run("seal and drop", threads, objects, () -> seal(vault, content).abort());
        List<BlobAddress> stored = new ArrayList<>();
        run(
            "seal and commit by " + GROUP,
            threads,
            objects / GROUP,
            () -> {
              List<SealRequest> group = new ArrayList<>();
              for (int i = 0; i < GROUP; i++) {
                group.add(Homes.request(seal(vault, content), study));
              }
              List<BlobAddress> addresses = vault.commit(group);
              synchronized (stored) {
                stored.addAll(addresses);
              }
            });
        byte[] buffer = new byte[WRITE_BYTES];
        int[] next = {0};
        run(
            "open and read",
            threads,
            stored.size(),
            () -> {
              BlobAddress address;
              synchronized (stored) {
                address = stored.get(next[0]++ % stored.size());
              }
              try (var in = vault.open(address, study).read()) {
                byte[] own = buffer.clone();
                while (in.read(own) >= 0) {}
              }
            });
      }
      PatientKeyId patient = vault.ring().newPatientKey();
      run("new study key", 1, 20_000, () -> vault.ring().newStudyKey(patient));
      run("new study key", 1, 20_000, () -> vault.ring().newStudyKey(patient));
      long sync = System.nanoTime();
      vault.ring().sync();
      report("ring sync", 1, System.nanoTime() - sync);
    }
  }

  private static PendingBlob seal(Vault vault, byte[] content) throws IOException {
    PendingBlob blob = vault.begin();
    for (int at = 0; at < content.length; at += WRITE_BYTES) {
      blob.sink().write(content, at, Math.min(WRITE_BYTES, content.length - at));
    }
    blob.sink().close();
    return blob;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void run(String what, int threads, int count, Work work)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    long cpu = cpuNanos();
    try (var pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int share = count / threads;
        Callable<?> loop =
            () -> {
              for (int i = 0; i < share; i++) {
                work.run();
              }
              return 0;
            };
        all.add(pool.submit(loop));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    long used = cpuNanos() - cpu;
    report(what, count, System.nanoTime() - start);
    System.out.printf("%36.1f ms of processor: %7.3f ms each%n", used / 1e6, used / 1e6 / count);
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static void report(String what, int count, long nanos) {
    System.out.printf(
        "%-24s %8d in %7.1f ms: %9.1f/s%n", what, count, nanos / 1e6, count * 1e9 / nanos);
  }
}
