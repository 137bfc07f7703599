package huisclos.archive;

import huisclos.dicom.Tags;
import huisclos.dicom.Vr;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Adds and removes keys beside those built in, between two groups of stores. Thread-safe. */
public final class ExtraKeyAdmin {
  private final ExtraKeys keys;
  private final Committer committer;
  private final ExtraKeyFiller filler;
  private final Clock clock;

  ExtraKeyAdmin(ExtraKeys keys, Committer committer, ExtraKeyFiller filler, Clock clock) {
    this.keys = keys;
    this.committer = committer;
    this.filler = filler;
    this.clock = clock;
  }

  /** The keys that were added to those built in, with how far each has come. */
  public List<ExtraKey> all() {
    return keys.all();
  }

  /**
   * Adds a key: it is indexed for what is stored from now on, and in the background for what is
   * stored already.
   *
   * @param tag a standard attribute, or a private one with any block
   * @param privateCreator who reserved the private block; empty for a standard attribute
   * @param level STUDY, SERIES or IMAGE
   * @return false if it is there already or built in, or if there are {@value
   *     ArchiveLimits#MAX_EXTRA_KEYS}
   */
  public boolean add(int tag, String privateCreator, Vr vr, Level level) throws IOException {
    if (level == Level.PATIENT || Tags.isPrivate(tag) == privateCreator.isEmpty()) {
      throw new IllegalArgumentException("a key of study, series or image, private with a creator");
    }
    int kept = ExtraKey.canonical(tag);
    AtomicBoolean added = new AtomicBoolean();
    committer.exclusively(session -> {
      if (!isKnown(kept, privateCreator)) {
        keys.add(session, kept, privateCreator, vr, level, clock.instant());
        added.set(true);
      }
    });
    filler.wake();
    return added.get();
  }

  private boolean isKnown(int tag, String privateCreator) {
    return QueryKeys.find(tag).isPresent()
        || keys.all().size() >= ArchiveLimits.MAX_EXTRA_KEYS
        || keys.all().stream()
            .anyMatch(k -> k.tag() == tag && k.privateCreator().equals(privateCreator));
  }

  /** Removes an added key with all that was indexed for it; false if there is none such. */
  public boolean remove(int tag, String privateCreator) throws IOException {
    AtomicBoolean removed = new AtomicBoolean();
    committer.exclusively(
        session -> removed.set(keys.remove(session, ExtraKey.canonical(tag), privateCreator)));
    return removed.get();
  }
}
