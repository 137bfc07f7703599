package huisclos.app.admin;

import huisclos.app.home.Site;
import tools.jackson.databind.JsonNode;

/**
 * One admin verb's work on an opened site. The same object serves the socket of a running server
 * and a verb that opened the home itself.
 */
@FunctionalInterface
public interface AdminOp {
  /**
   * Does it.
   *
   * @throws huisclos.app.UserError when refused; its text goes to the caller
   */
  JsonNode run(Site site, JsonNode arguments) throws Exception;
}
