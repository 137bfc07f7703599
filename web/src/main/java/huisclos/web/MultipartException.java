package huisclos.web;

import java.io.IOException;

/** A multipart body that breaks RFC 2046 or a limit (status 400). */
public final class MultipartException extends IOException {
  private static final long serialVersionUID = 1L;

  MultipartException(String message) {
    super(message);
  }
}
