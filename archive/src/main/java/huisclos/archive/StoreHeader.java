package huisclos.archive;

/**
 * What a store's command says of the data set that follows; the data set must agree.
 *
 * @param sopClass affected SOP class UID
 * @param sopInstance affected SOP instance UID
 * @param transferSyntax the syntax that the data set arrives in, and is kept in
 */
public record StoreHeader(String sopClass, String sopInstance, String transferSyntax) {}
