package huisclos.net;

/**
 * Whose C-MOVE a C-STORE is part of (PS3.7 §9.1.1.1).
 *
 * @param aet the AE title that asked
 * @param messageId the id of its C-MOVE-RQ, 0 to 65,535
 */
public record MoveOriginator(String aet, int messageId) {}
