package huisclos.archive;

import huisclos.dicom.DataSet;

/**
 * What is asked for: entities of one level that match the identifier's keys (PS3.4 §C.2.2).
 *
 * @param level Query/Retrieve Level
 * @param root the information model
 * @param identifier the keys, in the identifier's own character set; an empty one only asks for the
 *     attribute to be returned. Query/Retrieve Level (0008,0052) in it is ignored.
 * @param semantics what was agreed on how keys match
 * @param memory what the matches are held in
 */
public record Query(
    Level level, Root root, DataSet identifier, Semantics semantics, FindMemory.Lease memory) {
  /** A query with memory of its own. */
  public Query(Level level, Root root, DataSet identifier, Semantics semantics) {
    this(level, root, identifier, semantics, FindMemory.alone());
  }

  /** A query without anything agreed. */
  public Query(Level level, Root root, DataSet identifier) {
    this(level, root, identifier, Semantics.BASELINE);
  }

  /** The same with its matches held here. */
  public Query within(FindMemory.Lease lease) {
    return new Query(level, root, identifier, semantics, lease);
  }
}
