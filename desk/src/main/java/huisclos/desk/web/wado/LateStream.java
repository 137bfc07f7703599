package huisclos.desk.web.wado;

import huisclos.desk.web.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The body of a response that begins with its first byte: until then it can still become another
 * answer. Of one thread.
 */
final class LateStream extends OutputStream {
  private final Call call;
  private final String contentType;
  private Optional<OutputStream> out = Optional.empty();

  LateStream(Call call, String contentType) {
    this.call = call;
    this.contentType = contentType;
  }

  /** Whether the response is on its way. */
  boolean hasBegun() {
    return out.isPresent();
  }

  private OutputStream begun() throws IOException {
    if (out.isEmpty()) {
      out = Optional.of(call.begin(200, contentType, -1));
    }
    return out.get();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    OutputStream body = begun();
    if (!call.method().equals("HEAD")) {
      body.write(bytes, from, length);
    }
  }

  /** Ends the response if it has begun. */
  @Override
  public void close() throws IOException {
    if (out.isPresent()) {
      out.get().close();
    }
  }
}
