package huisclos.vault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns a group of pending objects into entries and commits them to a store. Thread-safe. */
final class GroupSealer {
  /** One object of a group, wrapped by a study's key or by one of its own. */
  record Request(PendingBlob blob, BlobKeyId key, BlobDescriptor descriptor) {}

  private final KeyRing ring;

  GroupSealer(KeyRing ring) {
    this.ring = ring;
  }

  /** All or nothing; afterwards each object is committed or released. */
  List<BlobAddress> commit(ContainerStore store, List<Request> group) throws IOException {
    check(group);
    boolean done = false;
    try {
      List<SealedEntry> entries = new ArrayList<>(group.size());
      for (Request request : group) {
        entries.add(seal(request));
      }
      List<BlobAddress> addresses =
          entries.isEmpty() ? List.of() : store.commit(entries, ring::sync);
      done = true;
      return addresses;
    } finally {
      for (Request request : group) {
        if (done) {
          request.blob().committed();
        } else {
          request.blob().abort();
        }
      }
    }
  }

  private void check(List<Request> group) {
    if (group.size() > Vault.MAX_GROUP) {
      throw new IllegalArgumentException("too many objects in a group");
    }
    Set<PendingBlob> seen = new HashSet<>();
    for (Request request : group) {
      PendingBlob blob = request.blob();
      blob.checkWhole();
      if (!seen.add(blob) || !blob.belongsTo(ring.vault())) {
        throw new IllegalArgumentException("an object twice in a group, or of another vault");
      }
      BlobDescriptor descriptor = request.descriptor();
      if (descriptor.length() != blob.length() || !descriptor.sha256().equals(blob.sha256())) {
        throw new IllegalArgumentException("the descriptor is another object's");
      }
    }
  }

  private SealedEntry seal(Request request) throws IOException {
    PendingBlob blob = request.blob();
    byte[] associated = BlobHead.associated(ring.vault(), blob.object());
    byte[] wrapping = ring.wrappingKey(request.key());
    byte[] descriptorKey = SealedBlob.descriptorKey(blob.key());
    try {
      byte[] descriptor = Gcm.seal(descriptorKey, request.descriptor().encode(), associated);
      BlobHead head =
          new BlobHead(
              ring.vault(),
              blob.object(),
              request.key(),
              new WrappedKey(Gcm.seal(wrapping, blob.key(), associated)),
              blob.body().length(),
              descriptor.length);
      return new SealedEntry(head, descriptor, blob);
    } finally {
      Arrays.fill(wrapping, (byte) 0);
      Arrays.fill(descriptorKey, (byte) 0);
    }
  }
}
