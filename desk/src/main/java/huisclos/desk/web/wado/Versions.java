package huisclos.desk.web.wado;

import huisclos.archive.StoredInstance;
import huisclos.desk.web.Call;
import huisclos.web.EntityTag;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The entity tags of what is made of stored instances, and the boundaries of multipart bodies,
 * which have to be the same as long as the tag is. Both hang on a secret of this process, so that
 * nobody who can store something foresees a boundary. Thread-safe.
 */
final class Versions {
  private final String secret;

  Versions() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    secret = HexFormat.of().formatHex(random);
  }

  /**
   * The tag of these instances in a form.
   *
   * @param form says all that the bytes hang on beside the instances
   */
  EntityTag of(List<StoredInstance> instances, String form) {
    List<String> parts = new ArrayList<>(instances.size() + 2);
    parts.add(secret);
    parts.add(form);
    instances.forEach(instance -> parts.add(instance.version()));
    return EntityTag.of(parts);
  }

  /** The boundary of the multipart body with this tag. */
  String boundary(EntityTag tag) {
    return EntityTag.of(List.of(secret, "boundary", tag.opaque())).opaque();
  }

  /**
   * Whether the caller has this already: says so then (304), and all is done. Sets the tag in any
   * case.
   */
  static boolean isKnown(Call call, EntityTag tag) throws IOException {
    call.set("ETag", tag.toString());
    // It has to be asked for each time, for grants change; what didn't change needn't be sent.
    call.set("Cache-Control", "private, no-cache");
    if (call.header("If-None-Match").filter(tag::isAmong).isEmpty()) {
      return false;
    }
    call.respond(304);
    return true;
  }
}
