package huisclos.desk.web;

import java.io.IOException;

/** What answers the requests of one route. Safe from many threads. */
@FunctionalInterface
public interface Endpoint {
  /** Answers; returns when the response is complete. */
  void serve(Call call) throws IOException;
}
