package huisclos.archive;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What sort of damage a scrub finds, and what mends it. */
public enum DamageKind {
  /** A stored object can't be opened or is not what was stored; it is refused when asked for. */
  OBJECT("restore the named container from a backup, or have the instance sent again"),
  /** An object opens, but the seal behind it is damaged: a reindex would pass it by. */
  TRAILER("restore the named container from a backup; until then don't run a reindex"),
  /** A container's first bytes are damaged; the objects in it are not touched by that. */
  CONTAINER("restore the named container from a backup"),
  /** A stretch of a container holds no whole object, and no row of the index names one there. */
  STRETCH("restore the named container from a backup and compare"),
  /** The index names an object that is not in its place. */
  NO_OBJECT("restore the named container from a backup, or have the instance sent again"),
  /** An object of the vault that the index doesn't know. */
  NO_ROW("run `huisclos reindex`"),
  /** A row of the index is not as it was written. */
  ROW("run `huisclos reindex`"),
  /** The index's file is damaged. */
  INDEX("stop the server and run `huisclos reindex`"),
  /** Part of the key ring is damaged: what these keys seal can't be opened after a restart. */
  KEY("don't restart; put back keys/ring from a backup of the same generation"),
  /** An object's key is in no record of the key ring. */
  KEY_MISSING("put back the later keys/ring from a backup, see also keys/ring.torn-*"),
  /** The trail was altered, cut or damaged. */
  TRAIL("keep this disk as it is; `huisclos trail verify` shows where"),
  /** What the register of devices says differs from what is on record. */
  REGISTRY("look at `huisclos device list`; revoke what should not be there, add it anew if it is"),
  /** Something that was acknowledged is no longer in the vault. */
  MISSING("restore blobs/ and keys/ring from a later backup, or have it sent again");

  private final String fix;

  DamageKind(String fix) {
    this.fix = fix;
  }

  /** What to do. */
  public String fix() {
    return fix;
  }

  /** Its name as shown and put on record. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<DamageKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
