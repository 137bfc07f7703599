package huisclos.desk.web;

import java.util.List;

/**
 * A method and a path, who may ask, and what answers.
 *
 * @param methods in upper case; {@code GET} takes {@code HEAD} with it
 * @param template such as {@code /dicom-web/studies/{study}/series}; a variable is one segment,
 *     never empty
 * @param access who gets as far as the endpoint
 * @param maxBody bytes of a request's body, at most; 0 where there is none
 * @param endpoint what answers
 */
public record Route(
    List<String> methods, String template, Access access, long maxBody, Endpoint endpoint) {
  public Route {
    methods = List.copyOf(methods);
  }

  /** A route that is only read. */
  public static Route get(String template, Access access, Endpoint endpoint) {
    return new Route(List.of("GET"), template, access, 0, endpoint);
  }

  /** Who gets as far as an endpoint; what they may do there, the gate decides at each request. */
  public enum Access {
    /** Anybody, a stranger too: nothing here names the product, the site or a patient. */
    PUBLIC,
    /** Programs and devices, and people who are signed in. */
    IDENTIFIED,
    /** People who are signed in: a page or what it calls; no program. */
    PERSON
  }
}
