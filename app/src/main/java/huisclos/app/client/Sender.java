package huisclos.app.client;

import huisclos.net.AssociateRequestSpec;
import huisclos.net.Association;
import huisclos.net.AssociationException;
import huisclos.net.Ending;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Sends files over several associations at once. An association that breaks is opened again and the
 * file that it had is sent again: storing is idempotent.
 */
public final class Sender {
  /** An association has at most this many presentation contexts (PS3.8 §9.3.2.2). */
  private static final int MAX_CONTEXTS = 128;

  /** Broken associations in a row before giving up, with a second more between each. */
  private static final int MAX_ATTEMPTS = 5;

  private final Called called;
  private final SendReport report;
  private final int associations;

  public Sender(Called called, int associations, SendReport report) {
    this.called = called;
    this.associations = associations;
    this.report = report;
  }

  /** Sends all of them; what becomes of each goes to the report. */
  public void send(List<Outgoing> files) throws InterruptedException {
    for (List<Outgoing> batch : batches(files)) {
      Queue<Outgoing> queue = new ConcurrentLinkedQueue<>(batch);
      AssociateRequestSpec request = request(batch);
      try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < Math.min(associations, batch.size()); i++) {
          running.add(workers.submit(() -> work(request, queue)));
        }
        for (Future<?> worker : running) {
          worker.get();
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  private void work(AssociateRequestSpec request, Queue<Outgoing> queue) {
    int broken = 0;
    while (!queue.isEmpty()) {
      @Nullable Outgoing unanswered = null;
      int before = report.settled();
      try (Association association = called.tryOpen(request)) {
        for (Outgoing next = queue.poll(); next != null; next = queue.poll()) {
          unanswered = next;
          store(association, next);
          unanswered = null;
        }
        association.release();
        return;
      } catch (AssociationException e) {
        if (unanswered != null) {
          queue.add(unanswered);
        }
        broken = report.settled() > before ? 1 : broken + 1;
        if (e.ending() instanceof Ending.Rejected
            || e.ending() instanceof Ending.TlsRefused
            || broken >= MAX_ATTEMPTS) {
          throw called.explained(e);
        }
        pause(broken);
      }
    }
  }

  private void store(Association association, Outgoing file) throws AssociationException {
    try {
      Reply reply =
          association.store(file.sopClass(), file.sopInstance(), file, file.transferSyntax());
      if (reply.status() == Status.NOT_NEGOTIATED) {
        report.failed(
            file, "the archive takes no such object from this device, or not in this syntax");
      } else if (reply.success() || Status.isWarning(reply.status())) {
        report.sent(file);
      } else {
        report.failed(
            file,
            Status.format(reply.status())
                + (reply.comment().isEmpty() ? "" : " " + reply.comment()));
      }
    } catch (AssociationException e) {
      throw e;
    } catch (IOException e) {
      report.failed(file, "can't be read");
    }
  }

  private static void pause(int seconds) {
    try {
      Thread.sleep(1000L * seconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static AssociateRequestSpec addContexts(
      AssociateRequestSpec request, Set<List<String>> pairs) {
    AssociateRequestSpec grown = request;
    for (List<String> pair : pairs) {
      grown = grown.propose(pair.getFirst(), List.of(pair.getLast()));
    }
    return grown;
  }

  private AssociateRequestSpec request(List<Outgoing> batch) {
    Set<List<String>> pairs = new LinkedHashSet<>();
    batch.forEach(f -> pairs.add(pair(f)));
    return addContexts(called.request(), pairs);
  }

  /**
   * Groups files so that each group needs no more presentation contexts than an association has.
   */
  private static List<List<Outgoing>> batches(List<Outgoing> files) {
    Map<List<String>, List<Outgoing>> byPair = new LinkedHashMap<>();
    files.forEach(f -> byPair.computeIfAbsent(pair(f), p -> new ArrayList<>()).add(f));
    List<List<Outgoing>> batches = new ArrayList<>();
    int contexts = MAX_CONTEXTS;
    for (List<Outgoing> group : byPair.values()) {
      if (contexts == MAX_CONTEXTS) {
        batches.add(new ArrayList<>());
        contexts = 0;
      }
      batches.getLast().addAll(group);
      contexts++;
    }
    return batches;
  }

  private static List<String> pair(Outgoing file) {
    return List.of(file.sopClass(), file.transferSyntax());
  }
}
