package huisclos.archive;

/**
 * An instance as somebody names it.
 *
 * @param sopClass SOP class UID
 * @param sopInstance SOP instance UID
 */
public record SopReference(String sopClass, String sopInstance) {}
