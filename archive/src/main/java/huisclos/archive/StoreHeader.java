package huisclos.archive;

import java.util.Optional;

/**
 * What a store's command says of the data set that follows; the data set must agree.
 *
 * @param sopClass affected SOP class UID
 * @param sopInstance affected SOP instance UID
 * @param transferSyntax the syntax that the data set arrives in, and is kept in
 * @param generalSopClass a storage SOP class of which an unknown {@code sopClass} was agreed to be
 *     a specialisation
 */
public record StoreHeader(
    String sopClass, String sopInstance, String transferSyntax, Optional<String> generalSopClass) {
  /** Of a SOP class that is taken for what it is. */
  public StoreHeader(String sopClass, String sopInstance, String transferSyntax) {
    this(sopClass, sopInstance, transferSyntax, Optional.empty());
  }
}
