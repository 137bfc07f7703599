package huisclos.dicom;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The UID registry (PS3.6 Annex A) without context groups, generated from the standard's tables.
 * Loaded at first use. Thread-safe.
 */
public final class UidRegistry {
  /** What a registered UID stands for, in the words of PS3.6 Table A-1. */
  public enum UidType {
    APPLICATION_CONTEXT_NAME,
    APPLICATION_HOSTING_MODEL,
    CODING_SCHEME,
    DICOM_UIDS_AS_A_CODING_SCHEME,
    LDAP_OID,
    MAPPING_RESOURCE,
    META_SOP_CLASS,
    SOP_CLASS,
    SERVICE_CLASS,
    SYNCHRONIZATION_FRAME_OF_REFERENCE,
    TRANSFER_SYNTAX,
    WELL_KNOWN_SOP_INSTANCE,
    WELL_KNOWN_FRAME_OF_REFERENCE
  }

  /**
   * One registered UID.
   *
   * @param uid the UID
   * @param keyword its keyword, empty for the newest entries of the tables
   * @param name its name
   * @param type what it stands for
   * @param retired whether the standard has withdrawn it
   */
  public record UidEntry(String uid, String keyword, String name, UidType type, boolean retired) {}

  private static final Map<String, UidEntry> ENTRIES = new LinkedHashMap<>();
  private static final Set<String> STORAGE = new LinkedHashSet<>();

  static {
    byte[] table = PackedTable.load("uids.txt");
    for (int at = 0; at < table.length; at = PackedTable.next(table, at)) {
      add(PackedTable.fields(table, at));
    }
  }

  private UidRegistry() {}

  private static void add(String[] fields) {
    boolean retired = fields[2].contains("R");
    UidType type = UidType.valueOf(fields[1]);
    ENTRIES.put(fields[0], new UidEntry(fields[0], fields[3], fields[4], type, retired));
    if (fields[2].contains("S")) {
      STORAGE.add(fields[0]);
    }
  }

  /** The entry of a UID. */
  public static Optional<UidEntry> find(String uid) {
    return Optional.ofNullable(ENTRIES.get(uid));
  }

  /** The SOP classes whose instances are stored by C-STORE, retired ones included. */
  public static Set<String> storageSopClasses() {
    return Collections.unmodifiableSet(STORAGE);
  }

  /** The UIDs of one type, in the registry's order. */
  public static Collection<String> ofType(UidType type) {
    List<String> uids = new ArrayList<>();
    for (UidEntry entry : ENTRIES.values()) {
      if (entry.type() == type) {
        uids.add(entry.uid());
      }
    }
    return uids;
  }
}
