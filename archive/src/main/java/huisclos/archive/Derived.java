package huisclos.archive;

/** Something that was made of one instance and can be made again, kept in memory for a while. */
public interface Derived {
  /** Roughly how many bytes of memory it takes. */
  long weight();
}
