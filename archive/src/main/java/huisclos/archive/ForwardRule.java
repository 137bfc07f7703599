package huisclos.archive;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What goes where: an instance that fits every condition is sent to the destination. Immutable.
 *
 * @param id names it
 * @param destination the title of a registered peer
 * @param modalities such as CT; empty for all
 * @param senders titles of the devices it came from; empty for all, and for what no device sent
 * @param sopClasses UIDs; empty for all
 * @param description what the study's description is like, with {@code *} and {@code ?}, case
 *     aside; empty for all
 * @param added when
 */
public record ForwardRule(
    long id,
    String destination,
    Set<String> modalities,
    Set<String> senders,
    Set<String> sopClasses,
    String description,
    Instant added) {
  public ForwardRule {
    modalities = Set.copyOf(modalities);
    senders = Set.copyOf(senders);
    sopClasses = Set.copyOf(sopClasses);
  }

  /**
   * What a rule looks at.
   *
   * @param sender the device's title; empty where none sent it, or it isn't known which
   */
  record Subject(String modality, Optional<String> sender, String sopClass, String description) {}

  /** Nothing goes back to whom it came from: two archives would send each other all for ever. */
  boolean matches(Subject subject) {
    return subject.sender().filter(destination::equals).isEmpty()
        && (modalities.isEmpty() || modalities.contains(subject.modality()))
        && (senders.isEmpty() || subject.sender().filter(senders::contains).isPresent())
        && (sopClasses.isEmpty() || sopClasses.contains(subject.sopClass()))
        && (description.isEmpty()
            || new Glob(folded(description)).matches(folded(subject.description())));
  }

  private static String folded(String text) {
    return text.strip().toUpperCase(Locale.ROOT);
  }
}
