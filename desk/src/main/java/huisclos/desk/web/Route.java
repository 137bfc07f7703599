package huisclos.desk.web;

import huisclos.web.MediaType;
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
 * @param produces what a success is answered with, as far as the capabilities tell (PS3.18 §8.9)
 */
public record Route(
    List<String> methods,
    String template,
    Access access,
    long maxBody,
    Endpoint endpoint,
    List<MediaType> produces) {
  public Route {
    methods = List.copyOf(methods);
    produces = List.copyOf(produces);
  }

  /** One that tells nothing of what it answers with. */
  public Route(
      List<String> methods, String template, Access access, long maxBody, Endpoint endpoint) {
    this(methods, template, access, maxBody, endpoint, List.of());
  }

  /** The same, which tells what it answers with. */
  public Route producing(List<MediaType> types) {
    return new Route(methods, template, access, maxBody, endpoint, types);
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
