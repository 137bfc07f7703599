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
    StoreOutcome outcome = receive(pass, header, dataSet);
    if (outcome instanceof StoreOutcome.Invalid(InvalidReason reason) && refusals.allows()) {
      // The device's own mistake or a hostile one; UIDs and titles are no patient's values.
      LOG.info("refused an instance of {}: {}", pass.who().name(), reason);
    }
    var _ = dataSet.transferTo(OutputStream.nullOutputStream());
    return outcome;
  }

  private StoreOutcome receive(Pass pass, StoreHeader header, InputStream dataSet)
      throws IOException {
    if (!isStorage(header.generalSopClass().orElse(header.sopClass()))) {
      return new StoreOutcome.Invalid(InvalidReason.SOP_CLASS);
    }
    if (reserve.state() == DiskReserve.State.FULL) {
      return new StoreOutcome.OutOfResources();
    }
    Optional<TransferSyntax> syntax = TransferSyntax.of(header.transferSyntax());
    if (syntax.isEmpty()) {
      return new StoreOutcome.Invalid(InvalidReason.TRANSFER_SYNTAX);
    }
    try (PendingBlob blob = vault.begin()) {
      List<ExtraKey> extras = extraKeys.all();
      DataSet read;
      try (OutputStream sink = blob.sink()) {
        read = HeaderReader.read(new TeeStream(dataSet, sink), syntax.get(), extras);
      } catch (DicomException e) {
        if (refusals.allows()) {
          LOG.info("a data set is malformed: {}", e.toString());
        }
        return new StoreOutcome.Invalid(InvalidReason.MALFORMED);
      } catch (TeeStream.SinkFailure e) {
        LOG.warn("a data set could not be kept: {}", String.valueOf(e.getCause()));
        return new StoreOutcome.OutOfResources();
      }
      Optional<Arrival> arrival = Arrival.of(read, extras);
      if (arrival.isEmpty()) {
        return new StoreOutcome.Invalid(InvalidReason.MISSING_UID);
      }
      if (!arrival.get().sopUid().equals(header.sopInstance())
          || !arrival.get().sopClass().equals(header.sopClass())) {
        return new StoreOutcome.Invalid(InvalidReason.UNLIKE_COMMAND);
      }
      return commit(pass, header, arrival.get(), blob);
    }
  }

  private boolean isStorage(String sopClass) {
    return UidRegistry.storageSopClasses().contains(sopClass)
        || privateSopClasses.contains(sopClass);
  }

  private StoreOutcome commit(Pass pass, StoreHeader header, Arrival came, PendingBlob blob)
      throws IOException {
    Optional<Overlay> coerced =
        coercions.of(pass.who().deviceTitle().orElse(pass.who().name()), came.header());
    Arrival arrival = coerced.isPresent() ? came.coerced(coerced.get()) : came;
    if (!admittance.isWithinReach(pass, arrival)) {
      return new StoreOutcome.Denied();
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
    try {
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
