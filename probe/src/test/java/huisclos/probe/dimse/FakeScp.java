package huisclos.probe.dimse;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.net.AnsweredContext;
import huisclos.net.AssociateAc;
import huisclos.net.AssociateRq;
import huisclos.net.PDataTf;
import huisclos.net.Pdu;
import huisclos.net.PduReader;
import huisclos.net.PduWriter;
import huisclos.net.Pdv;
import huisclos.net.ProposedContext;
import huisclos.net.ReleaseRp;
import huisclos.net.ReleaseRq;
import huisclos.net.UserItem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/** A server on loopback that answers as a test says; one virtual thread for each connection. */
final class FakeScp implements AutoCloseable {
  /** What to do with a connection. */
  interface Script {
    void run(Peer peer, int nth) throws IOException;
  }

  /** What to do with a request on an association. */
  interface Service {
    void answer(Peer peer, Request request) throws IOException;
  }

  /** A request with its identifier. */
  record Request(int contextId, int field, int messageId, DataSet identifier) {}

  private final ServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  FakeScp(Script script) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
  }

  FakeScp(ServerSocket listening, Script script) {
    server = listening;
    Thread.startVirtualThread(() -> {
      while (true) {
        try {
          Socket socket = server.accept();
          socket.setTcpNoDelay(true);
          open.add(socket);
          int nth = connections.incrementAndGet();
          Thread.startVirtualThread(() -> serve(socket, script, nth));
        } catch (IOException e) {
          return;
        }
      }
    });
  }

  private static void serve(Socket socket, Script script, int nth) {
    try (socket) {
      script.run(new Peer(socket), nth);
    } catch (IOException e) {
      // The probe hung up.
    }
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** Accepts each context with what {@code result} says of its abstract syntax. */
  static Script scp(ToIntFunction<String> result, Service service) {
    return (peer, _) -> peer.serve(result, "1.2.3", "FAKE", service);
  }

  /** The probe's other side. */
  static final class Peer {
    private final InputStream in;
    private final OutputStream out;
    private final PduReader reader;

    Peer(Socket socket) throws IOException {
      in = socket.getInputStream();
      out = socket.getOutputStream();
      reader = new PduReader(in, 1 << 16);
    }

    InputStream in() {
      return in;
    }

    Pdu read() throws IOException {
      return reader.read();
    }

    void write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    void write(Pdu pdu) throws IOException {
      write(PduWriter.encode(pdu));
    }

    void serve(ToIntFunction<String> result, String uid, String name, Service service)
        throws IOException {
      accept((AssociateRq) read(), result, uid, name);
      byte[] command = new byte[0];
      byte[] data = new byte[0];
      while (true) {
        Pdu pdu = read();
        if (pdu instanceof ReleaseRq) {
          write(new ReleaseRp());
          return;
        }
        for (Pdv value : ((PDataTf) pdu).values()) {
          if (value.command()) {
            command = joined(command, value.value());
            if (value.last() && !hasDataSet(command)) {
              command = new byte[0];
            }
          } else {
            data = joined(data, value.value());
            if (value.last()) {
              service.answer(this, request(value.contextId(), command, data));
              command = new byte[0];
              data = new byte[0];
            }
          }
        }
      }
    }

    private static boolean hasDataSet(byte[] command) {
      return CommandSet.read(command, command.length).dataSet();
    }

    private static byte[] joined(byte[] before, ByteBuffer more) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(before);
      byte[] next = new byte[more.remaining()];
      more.get(next);
      all.writeBytes(next);
      return all.toByteArray();
    }

    private static Request request(int contextId, byte[] command, byte[] data) throws IOException {
      DataSet set = set(command, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
      return new Request(
          contextId,
          set.integer(Tag.COMMAND_FIELD).orElseThrow(),
          set.integer(Tag.MESSAGE_ID).orElseThrow(),
          set(data, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    private static DataSet set(byte[] bytes, TransferSyntax syntax) throws IOException {
      return DataSetDecoder.read(new ByteArrayInputStream(bytes), syntax, ReadOptions.whole());
    }

    void accept(AssociateRq rq, ToIntFunction<String> result, String uid, String name)
        throws IOException {
      List<AnsweredContext> answers = new ArrayList<>();
      for (ProposedContext context : rq.contexts()) {
        answers.add(
            new AnsweredContext(
                context.id(),
                result.applyAsInt(context.abstractSyntax()),
                context.transferSyntaxes().getFirst()));
      }
      write(
          new AssociateAc(
              1,
              rq.titles(),
              rq.applicationContext(),
              answers,
              List.of(
                  new UserItem.MaximumLength(16_384),
                  new UserItem.ImplementationClassUid(uid),
                  new UserItem.ImplementationVersionName(name))));
    }

    /** Answers a request with a status, and with a data set where it is a match. */
    void reply(Request to, int status, Optional<DataSet> match) throws IOException {
      DataSet command = new DataSet();
      command.putInt(Tag.COMMAND_FIELD, to.field() | CommandSet.RESPONSE);
      command.putInt(Tag.MESSAGE_ID_BEING_RESPONDED_TO, to.messageId());
      command.putInt(Tag.COMMAND_DATA_SET_TYPE, match.isPresent() ? 1 : 0x0101);
      command.putInt(Tag.STATUS, status);
      command.putString(Tag.ERROR_COMMENT, "CANARY^COMMENT");
      byte[] bytes = bytes(command, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
      write(new PDataTf(List.of(new Pdv(to.contextId(), true, true, ByteBuffer.wrap(bytes)))));
      if (match.isPresent()) {
        byte[] data = bytes(match.orElseThrow(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        int half = data.length / 2;
        write(
            new PDataTf(
                List.of(
                    new Pdv(to.contextId(), false, false, ByteBuffer.wrap(data, 0, half)),
                    new Pdv(
                        to.contextId(),
                        false,
                        true,
                        ByteBuffer.wrap(data, half, data.length - half)))));
      }
    }

    private static byte[] bytes(DataSet set, TransferSyntax syntax) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      DataSetWriter.write(set, out, syntax);
      return out.toByteArray();
    }
  }
}
