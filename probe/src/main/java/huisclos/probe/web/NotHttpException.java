package huisclos.probe.web;

import java.io.IOException;

/** What came isn't HTTP/1, or is beyond a limit. */
final class NotHttpException extends IOException {
  private static final long serialVersionUID = 1L;

  NotHttpException() {
    super("not HTTP/1, or beyond a limit");
  }
}
