package huisclos.courier.acme;

import java.io.IOException;

/** No certificate came of an order; the message says at which step and is fit for a keeper. */
public final class AcmeException extends IOException {
  private static final long serialVersionUID = 1L;

  AcmeException(String message) {
    super(message);
  }

  AcmeException(String message, Throwable cause) {
    super(message, cause);
  }
}
