package huisclos.net;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a server reports, one line each. */
final class RecordingListener implements ServerListener {
  final List<String> lines = new CopyOnWriteArrayList<>();
  final List<Ending> endings = new CopyOnWriteArrayList<>();

  /** Waits until a line starts like this. */
  String await(String start) throws InterruptedException {
    long due = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() - due < 0) {
      for (String line : lines) {
        if (line.startsWith(start)) {
          return line;
        }
      }
      Thread.sleep(5);
    }
    throw new AssertionError("nothing starts with '" + start + "' in " + lines);
  }

  @Override
  public void handshakeFailed(InetSocketAddress from, String kind) {
    lines.add("handshake " + kind);
  }

  @Override
  public void nothingAsked(Peer peer, Ending ending) {
    lines.add("nothing asked: " + ending.words());
  }

  @Override
  public void associationRejected(Peer peer, AssociateRq request, AssociateRj answer) {
    lines.add("rejected " + answer.result() + "/" + answer.source() + "/" + answer.reason());
  }

  @Override
  public void contextRefused(Peer peer, AssociateRq request, ProposedContext context, int result) {
    lines.add("context " + context.abstractSyntax() + " refused " + result);
  }

  @Override
  public void associationOpened(long id, Peer peer, AssociateRq request) {
    lines.add("opened " + request.callingAet() + " " + peer.tlsProtocol());
  }

  @Override
  public void associationEnded(long id, Peer peer, AssociateRq request, Ending ending) {
    endings.add(ending);
    lines.add("ended " + ending.words());
  }

  @Override
  public void limitReached(Limit limit, InetSocketAddress from) {
    lines.add("limit " + limit);
  }

  @Override
  public void failed(Peer peer, String where, Throwable failure) {
    lines.add("failed " + where + " " + failure.getClass().getSimpleName());
  }
}
