package huisclos.archive;

import huisclos.archive.StoreOutcome.InvalidReason;
import huisclos.dicom.DataSet;
import huisclos.dicom.DicomException;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.UidRegistry;
import huisclos.gate.Pass;
import huisclos.vault.PendingBlob;
import huisclos.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one data set in: sealed while it is decoded, in a single pass, then handed to the
 * committer. Runs on the caller's thread; thread-safe.
 */
final class Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);

  private final Vault vault;
  private final Committer committer;
  private final Quarantine quarantine;
  private final SealedAttributes sealed;
  private final ExtraKeys extraKeys;
  private final Coercions coercions;
  private final Admittance admittance;
  private final Set<String> privateSopClasses;
  private final LogBrake refusals = new LogBrake();
  private volatile DiskReserve reserve = DiskReserve.none();

  Receiver(
      Vault vault,
      Committer committer,
      Quarantine quarantine,
      SealedAttributes sealed,
      ExtraKeys extraKeys,
      Coercions coercions,
      Admittance admittance,
      Set<String> privateSopClasses) {
    this.admittance = admittance;
    this.vault = vault;
    this.committer = committer;
    this.quarantine = quarantine;
    this.sealed = sealed;
    this.extraKeys = extraKeys;
    this.coercions = coercions;
    this.privateSopClasses = privateSopClasses;
  }

  /** Refuses stores from now on while this says that the disk is full. */
  void keepFree(DiskReserve reserve) {
    this.reserve = reserve;
  }

  /**
   * Stores; reads the stream to its end whatever the outcome.
   *
   * @throws IOException if the stream fails; nothing is kept then
   */
  StoreOutcome store(Pass pass, StoreHeader header, InputStream dataSet) throws IOException {
    return begin(pass, header, Optional.empty(), dataSet).await();
  }

  /**
   * Reads the stream to its end whatever the outcome, and hands what it held to the committer.
   *
   * @param study the study that it must be of; empty: any
   * @throws IOException if the stream fails; nothing is kept then
   */
  PendingStore begin(Pass pass, StoreHeader header, Optional<String> study, InputStream dataSet)
      throws IOException {
    Taken taken = receive(header, study, dataSet);
    if (taken instanceof Taken.Refused(var _, StoreOutcome.Invalid(InvalidReason reason))
        && refusals.allows()) {
      // The device's own mistake or a hostile one; UIDs and titles are no patient's values.
      LOG.info("refused an instance of {}: {}", pass.who().name(), reason);
    }
    return switch (taken) {
      case Taken.Refused(Optional<SopPlace> place, StoreOutcome outcome) -> {
        var _ = dataSet.transferTo(OutputStream.nullOutputStream());
        yield new PendingStore(place, () -> outcome);
      }
      case Taken.Whole(Arrival arrival, PendingBlob blob) -> {
        Optional<StoreTask> task = submit(pass, header, arrival, blob);
        yield new PendingStore(
            Optional.of(place(arrival)),
            task.isPresent() ? () -> await(task.get()) : StoreOutcome.Denied::new);
      }
    };
  }

  /** What was read of a stream. */
  private sealed interface Taken {
    /** Not kept. */
    record Refused(Optional<SopPlace> place, StoreOutcome outcome) implements Taken {}

    /** All of it, sealed; the blob is to be closed. */
    record Whole(Arrival arrival, PendingBlob blob) implements Taken {}
  }

  private static Taken refused(StoreOutcome outcome) {
    return new Taken.Refused(Optional.empty(), outcome);
  }

  private static SopPlace place(Arrival arrival) {
    return new SopPlace(
        arrival.studyUid(), arrival.seriesUid(), arrival.sopUid(), arrival.sopClass());
  }

  private Taken receive(StoreHeader header, Optional<String> study, InputStream dataSet)
      throws IOException {
    if (!isStorage(header.generalSopClass().orElse(header.sopClass()))) {
      return refused(new StoreOutcome.Invalid(InvalidReason.SOP_CLASS));
    }
    if (reserve.state() == DiskReserve.State.FULL) {
      return refused(new StoreOutcome.OutOfResources());
    }
    Optional<TransferSyntax> syntax = TransferSyntax.of(header.transferSyntax());
    if (syntax.isEmpty()) {
      return refused(new StoreOutcome.Invalid(InvalidReason.TRANSFER_SYNTAX));
    }
    PendingBlob blob = vault.begin();
    boolean whole = false;
    try {
      Taken taken = read(header, study, syntax.get(), dataSet, blob);
      if (taken instanceof Taken.Whole) {
        var _ = dataSet.transferTo(OutputStream.nullOutputStream());
        whole = true;
      }
      return taken;
    } finally {
      if (!whole) {
        blob.close();
      }
    }
  }

  private Taken read(
      StoreHeader header,
      Optional<String> study,
      TransferSyntax syntax,
      InputStream dataSet,
      PendingBlob blob)
      throws IOException {
    List<ExtraKey> extras = extraKeys.all();
    DataSet read;
    try (OutputStream sink = blob.sink()) {
      read = HeaderReader.read(new TeeStream(dataSet, sink), syntax, extras);
    } catch (DicomException e) {
      if (refusals.allows()) {
        LOG.info("a data set is malformed: {}", e.toString());
      }
      return refused(new StoreOutcome.Invalid(InvalidReason.MALFORMED));
    } catch (TeeStream.SinkFailure e) {
      LOG.warn("a data set could not be kept: {}", String.valueOf(e.getCause()));
      return refused(new StoreOutcome.OutOfResources());
    }
    Optional<Arrival> arrival = Arrival.of(read, extras);
    if (arrival.isEmpty()) {
      return refused(new StoreOutcome.Invalid(InvalidReason.MISSING_UID));
    }
    Arrival came = arrival.get();
    Optional<InvalidReason> unlike =
        !came.sopUid().equals(header.sopInstance()) || !came.sopClass().equals(header.sopClass())
            ? Optional.of(InvalidReason.UNLIKE_COMMAND)
            : study.filter(of -> !of.equals(came.studyUid())).map(_ -> InvalidReason.OTHER_STUDY);
    return unlike.isPresent()
        ? new Taken.Refused(Optional.of(place(came)), new StoreOutcome.Invalid(unlike.get()))
        : new Taken.Whole(came, blob);
  }

  private boolean isStorage(String sopClass) {
    return UidRegistry.storageSopClasses().contains(sopClass)
        || privateSopClasses.contains(sopClass);
  }

  /** Hands it to the committer; empty where its study is out of reach. */
  private Optional<StoreTask> submit(Pass pass, StoreHeader header, Arrival came, PendingBlob blob)
      throws IOException {
    boolean submitted = false;
    try {
      Optional<Overlay> coerced =
          coercions.of(pass.who().deviceTitle().orElse(pass.who().name()), came.header());
      Arrival arrival = coerced.isPresent() ? came.coerced(coerced.get()) : came;
      if (!admittance.isWithinReach(pass, arrival)) {
        return Optional.empty();
      }
      SealedColumn attributes =
          new SealedColumn(
              sealed.seal(
                  SealedAttributes.encode(arrival.attributes(Level.IMAGE)),
                  "instance",
                  arrival.sopUid()));
      StoreTask task =
          new StoreTask(
              pass,
              arrival,
              coerced,
              blob,
              header.transferSyntax(),
              attributes,
              new CompletableFuture<>());
      committer.submit(task);
      submitted = true;
      return Optional.of(task);
    } finally {
      if (!submitted) {
        blob.close();
      }
    }
  }

  private StoreOutcome await(StoreTask task) throws IOException {
    try (PendingBlob _ = task.blob()) {
      return switch (task.done().get()) {
        case StoreTask.Ending.Settled(StoreOutcome outcome) -> outcome;
        case StoreTask.Ending.Unlike(Known known) -> judge(task, known);
      };
    } catch (ExecutionException e) {
      throw new ArchiveException("a store broke off", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ArchiveException("interrupted while a store was committed", e);
    }
  }

  private StoreOutcome judge(StoreTask task, Known known) {
    try {
      return quarantine.judge(task, known);
    } catch (IOException e) {
      LOG.warn("an instance could not be compared or set aside: {}", e.toString());
      return new StoreOutcome.OutOfResources();
    }
  }
}
