package huisclos.net;

/**
 * A presentation context that stands.
 *
 * @param id odd, 1 to 255
 * @param abstractSyntax the SOP class UID
 * @param transferSyntax the transfer syntax UID
 * @param requestorIsScu whether the association's requestor may invoke operations in it
 * @param requestorIsScp whether it performs them, by role selection (PS3.7 Annex D.3.3.4)
 */
public record AcceptedContext(
    int id,
    String abstractSyntax,
    String transferSyntax,
    boolean requestorIsScu,
    boolean requestorIsScp) {}
