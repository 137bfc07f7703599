package huisclos.probe.web;

import huisclos.probe.finding.Barrier;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer, or that none came. Its body has to be read before the next request is sent; what isn't
 * read then is passed over.
 */
final class HttpAnswer {
  /** Why no answer came. */
  enum Failure {
    NONE("it answered", Barrier.NONE),
    CLOSED("it closed the connection", Barrier.CLOSED_AT_ONCE),
    SILENT("no answer within the time", Barrier.SILENT),
    NOT_HTTP("what it said is not HTTP/1", Barrier.NOT_THIS_PROTOCOL),
    TLS("TLS ended without an answer", Barrier.CLOSED_AT_ONCE),
    TLS_WANTED("it answered clear text with a TLS alert", Barrier.TLS_REQUIRED),
    SPENT("not asked any more: it failed too often", Barrier.SILENT);

    private final String words;
    private final Barrier barrier;

    Failure(String words, Barrier barrier) {
      this.words = words;
      this.barrier = barrier;
    }

    String words() {
      return words;
    }

    Barrier barrier() {
      return barrier;
    }
  }

  private final Failure failure;
  private final HttpHead head;
  private final Optional<HttpBody> body;

  private HttpAnswer(Failure failure, HttpHead head, Optional<HttpBody> body) {
    this.failure = failure;
    this.head = head;
    this.body = body;
  }

  static HttpAnswer of(HttpHead head, HttpBody body) {
    return new HttpAnswer(Failure.NONE, head, Optional.of(body));
  }

  static HttpAnswer failed(Failure why) {
    return new HttpAnswer(why, new HttpHead(0, false, Map.of(), List.of()), Optional.empty());
  }

  /** Why none came. */
  Failure failure() {
    return failure;
  }

  /** 200 to 599, or 0 where none came. */
  int status() {
    return head.status();
  }

  boolean is(int status) {
    return head.status() == status;
  }

  /** Whether it asks for an identity, or refuses without one. */
  boolean refused() {
    return barrier() != Barrier.NONE && failure == Failure.NONE;
  }

  /** What stopped us. */
  Barrier barrier() {
    return switch (head.status()) {
      case 0 -> failure.barrier();
      case 401, 407 -> Barrier.LOGIN;
      case 403 -> Barrier.FORBIDDEN;
      case 429, 503 -> Barrier.CONGESTION;
      default -> Barrier.NONE;
    };
  }

  HttpHead head() {
    return head;
  }

  /** The body, no more of it than this. */
  InputStream body(long most) {
    return body.<InputStream>map(b -> b.most(most)).orElseGet(InputStream::nullInputStream);
  }

  /** Whether the body was read to its end. */
  boolean whole() {
    return body.map(HttpBody::whole).orElse(true);
  }

  /** Whether it broke off within its body. */
  boolean broke() {
    return body.map(HttpBody::broke).orElse(false);
  }

  /** The first bytes of the body; fewer where it is shorter or breaks off. */
  byte[] first(int most) {
    byte[] taken = new byte[most];
    int length = 0;
    InputStream in = body(most);
    try {
      for (int read = in.read(taken, 0, most);
          read > 0;
          read = in.read(taken, length, most - length)) {
        length += read;
      }
    } catch (IOException e) {
      // What came until then is what there is.
    }
    byte[] exact = Arrays.copyOf(taken, length);
    Arrays.fill(taken, (byte) 0);
    return exact;
  }

  /** Passes over the rest if it is short; says whether the connection is free for another. */
  boolean finish(int most) {
    if (body.isEmpty()) {
      return false;
    }
    HttpBody rest = body.orElseThrow().most(Long.MAX_VALUE);
    byte[] scrap = new byte[Math.min(most, 4096)];
    try {
      int passed = 0;
      while (!rest.whole() && passed < most) {
        int read = rest.read(scrap, 0, scrap.length);
        if (read < 0) {
          break;
        }
        passed += read;
      }
    } catch (IOException e) {
      return false;
    } finally {
      Arrays.fill(scrap, (byte) 0);
    }
    return rest.connectionIsFree() && head.keepsAlive();
  }

  /** In words of ours. */
  String words() {
    return failure == Failure.NONE ? "HTTP " + head.status() : failure.words();
  }
}
