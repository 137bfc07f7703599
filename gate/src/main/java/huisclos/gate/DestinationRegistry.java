package huisclos.gate;

import java.util.List;
import java.util.Optional;

/**
 * The peers that may be dialled; an empty one allows none.
 *
 * <p>Owned here, kept by the archive's index. Every method is atomic, durable when it returns, and
 * safe from many threads; a change is seen at once by the same process and within a second by
 * others. A store that fails throws an unchecked exception, and the gate then says no.
 */
public interface DestinationRegistry {
  /** The destination of this title. */
  Optional<Destination> destination(String aet);

  /** All of them, by title. */
  List<Destination> destinations();

  /** Adds one; false, and nothing changed, if its title is known. */
  boolean add(Destination destination);

  /** Adds one, or replaces what is known under its title. */
  void replace(Destination destination);

  /** Removes one; false if there is none. */
  boolean remove(String aet);

  /** A registry without peers that takes none. */
  static DestinationRegistry none() {
    return new DestinationRegistry() {
      @Override
      public Optional<Destination> destination(String aet) {
        return Optional.empty();
      }

      @Override
      public List<Destination> destinations() {
        return List.of();
      }

      @Override
      public boolean add(Destination destination) {
        throw new IllegalStateException("no peers here");
      }

      @Override
      public void replace(Destination destination) {
        throw new IllegalStateException("no peers here");
      }

      @Override
      public boolean remove(String aet) {
        return false;
      }
    };
  }
}
