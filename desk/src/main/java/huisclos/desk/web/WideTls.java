package huisclos.desk.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * TLS that writes many records at once. A record holds 16 KiB; a system call, a wake-up of the peer
 * and a pass through the network's code for each cost more than to encipher it.
 *
 * <p>Only a connection that has much to send, and only while it sends, has the large buffer:
 * {@value #OUTPUT_BYTES} bytes of the server's pool. Thread-safe.
 */
final class WideTls extends SslConnectionFactory {
  /** Enciphered bytes written at once, at most; the pool has to keep buffers as large. */
  static final int OUTPUT_BYTES = 256 << 10;

  WideTls(SslContextFactory.Server tls, String next) {
    super(tls, next);
  }

  @Override
  protected SslConnection newSslConnection(Connector connector, EndPoint endPoint, SSLEngine tls) {
    return new Wide(
        new OutputPool(connector.getByteBufferPool()),
        connector.getExecutor(),
        getSslContextFactory(),
        endPoint,
        tls,
        isDirectBuffersForEncryption(),
        isDirectBuffersForDecryption());
  }

  /** Gives the thread that sends much a larger buffer than it asked for. Of one connection. */
  private static final class OutputPool extends ByteBufferPool.Wrapper {
    /** The id of that thread; 0 is nobody's. */
    private volatile long sender;

    OutputPool(ByteBufferPool pool) {
      super(pool);
    }

    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
      boolean wide = sender == Thread.currentThread().threadId();
      return super.acquire(wide ? Math.max(size, OUTPUT_BYTES) : size, direct);
    }
  }

  private static final class Wide extends SslConnection {
    private final OutputPool pool;

    Wide(
        OutputPool pool,
        Executor executor,
        SslContextFactory tls,
        EndPoint endPoint,
        SSLEngine engine,
        boolean directEnciphered,
        boolean directPlain) {
      super(pool, executor, tls, endPoint, engine, directEnciphered, directPlain);
      this.pool = pool;
    }

    @Override
    protected SslEndPoint newSslEndPoint() {
      return new WideEndPoint();
    }

    /** Fills the output with records as long as there is something for one and room. */
    @Override
    protected SSLEngineResult wrap(SSLEngine engine, ByteBuffer[] input, ByteBuffer output)
        throws SSLException {
      SSLEngineResult result = super.wrap(engine, input, output);
      int consumed = result.bytesConsumed();
      int produced = result.bytesProduced();
      int record = engine.getSession().getPacketBufferSize();
      while (result.getStatus() == Status.OK
          && result.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
          && result.bytesConsumed() > 0
          && output.remaining() >= record
          && !BufferUtil.isEmpty(input)) {
        result = super.wrap(engine, input, output);
        consumed += result.bytesConsumed();
        produced += result.bytesProduced();
      }
      return new SSLEngineResult(
          result.getStatus(), result.getHandshakeStatus(), consumed, produced);
    }

    private final class WideEndPoint extends SslEndPoint {
      @Override
      public boolean flush(ByteBuffer... output) throws IOException {
        if (BufferUtil.remaining(output) <= getSSLEngine().getSession().getPacketBufferSize()) {
          return super.flush(output);
        }
        pool.sender = Thread.currentThread().threadId();
        try {
          return super.flush(output);
        } finally {
          pool.sender = 0;
        }
      }
    }
  }
}
