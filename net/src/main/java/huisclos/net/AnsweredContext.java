package huisclos.net;

/**
 * A presentation context's answer (PS3.8 §9.3.3.2).
 *
 * @param id the proposed context's id
 * @param result 0 acceptance, else a {@link ContextAnswer.Refusal}'s code
 * @param transferSyntax the accepted one; not significant where the result isn't 0
 */
public record AnsweredContext(int id, int result, String transferSyntax) {
  /** Whether the context was accepted. */
  public boolean accepted() {
    return result == 0;
  }
}
