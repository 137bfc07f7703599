package huisclos.net;

import java.util.List;

/**
 * A proposed presentation context (PS3.8 §9.3.2.2).
 *
 * @param id odd, 1 to 255, unique in its request
 * @param abstractSyntax the SOP class UID
 * @param transferSyntaxes UIDs in the proposer's order of preference
 */
public record ProposedContext(int id, String abstractSyntax, List<String> transferSyntaxes) {
  public ProposedContext {
    transferSyntaxes = List.copyOf(transferSyntaxes);
  }
}
