package huisclos.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes a key ring anew under another site key: current records only, without those to be
 * destroyed. Study keys are copied as they are, since only what the site key wraps changes. Used
 * once, under the ring's lock.
 */
final class RingRotation {
  private static final int SYNC_EVERY = 1 << 16;

  private final KeyRing ring;
  private final SiteKey next;
  private final Destruction destruction;
  private final RingHeader header;
  private final KeyTable patients = new KeyTable();
  private final KeyTable studies = new KeyTable();
  private final KeyTable quarantined = new KeyTable();
  private final KeyTable destroyed = new KeyTable();
  private long copied;
  private @Nullable RingFile written;
  private @Nullable Path writtenPath;

  RingRotation(KeyRing ring, SiteKey next, Destruction destruction) {
    this.ring = ring;
    this.next = next;
    this.destruction = destruction;
    this.header =
        new RingHeader(
            ring.vault(),
            next.idBytes(),
            ring.wraps().home(next.raw(), ring.homeKey()),
            ring.header().rotations() + 1);
  }

  /** Writes the new ring beside the old one, durably. */
  void write(Disk disk, Path path, RingReplay old) throws IOException {
    disk.delete(path); // A leftover of a rotation that was cut short.
    RingFile out = RingFile.create(disk, path, header);
    try {
      old.replay((record, offset) -> {
        if (ring.current(record, offset)) {
          copy(record, offset, out);
          if (++copied % SYNC_EVERY == 0) {
            out.sync(); // Until then its records are held in memory.
          }
        }
      });
      out.sync();
      out.forceHeader();
    } catch (IOException | RuntimeException e) {
      out.close();
      disk.delete(path);
      throw e;
    }
    written = out;
    writtenPath = path;
  }

  /** Puts the new ring in the old one's place; the folder is still to be synced. */
  void rename(Disk disk, Path path) throws IOException {
    if (writtenPath == null) {
      throw new IllegalStateException("write comes first");
    }
    disk.rename(writtenPath, path);
  }

  RingFile file() {
    if (written == null) {
      throw new IllegalStateException("write comes first");
    }
    return written;
  }

  RingHeader header() {
    return header;
  }

  KeyTable patients() {
    return patients;
  }

  KeyTable studies() {
    return studies;
  }

  KeyTable quarantined() {
    return quarantined;
  }

  KeyTable destroyed() {
    return destroyed;
  }

  private void copy(RingRecord record, long offset, RingFile out) throws IOException {
    switch (record) {
      case RingRecord.Patient p -> {
        if (!destruction.patients().contains(p.id())) {
          byte[] key = ring.wraps().open(ring.siteKey(), p, offset);
          var again = new RingRecord.Patient(p.id(), ring.wraps().patient(next.raw(), p.id(), key));
          Arrays.fill(key, (byte) 0);
          patients.put(p.id().high(), p.id().low(), out.append(again));
        }
      }
      case RingRecord.Study s -> {
        if (destruction.names(s)) {
          long at = out.append(new RingRecord.Destroyed(s.id()));
          destroyed.put(s.id().high(), s.id().low(), at);
        } else {
          studies.put(s.id().high(), s.id().low(), out.append(s));
        }
      }
      case RingRecord.Quarantine q -> {
        byte[] key = ring.wraps().open(ring.siteKey(), q, offset);
        var again =
            new RingRecord.Quarantine(q.id(), ring.wraps().quarantine(next.raw(), q.id(), key));
        Arrays.fill(key, (byte) 0);
        quarantined.put(q.id().high(), q.id().low(), out.append(again));
      }
      case RingRecord.Destroyed d -> destroyed.put(d.id().high(), d.id().low(), out.append(d));
      case RingRecord.Dropped _ -> {}
    }
  }
}
