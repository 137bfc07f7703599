package huisclos.probe.share;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The few messages of SMB 2 and 3 that are sent, and the fields that are read of their answers
 * ([MS-SMB2] §2.2). Stateless.
 */
final class SmbPacket {
  static final int NEGOTIATE = 0;
  static final int SESSION_SETUP = 1;
  static final int LOGOFF = 2;
  static final int TREE_CONNECT = 3;
  static final int TREE_DISCONNECT = 4;

  private static final int HEADER = 64;
  private static final int MAX_MESSAGE = 128 * 1024;
  private static final int MAGIC = 0x424D53FE;
  private static final int RESPONSE_FLAG = 1;
  private static final int CREDITS = 8;
  private static final short SIGNING_ENABLED = 1;

  /** 2.0.2, 2.1, 3.0, 3.0.2. */
  private static final short[] DIALECTS = {0x0202, 0x0210, 0x0300, 0x0302};

  // A SPNEGO NegTokenInit (RFC 4178 §4.2.1) that offers NTLM alone, with the 32 bytes of its
  // NEGOTIATE message ([MS-NLMP] §2.2.1.1).
  private static final byte[] INIT_HEAD =
      bytes(
          0x60, 0x40, 0x06, 0x06, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x02, 0xA0, 0x36, 0x30, 0x34, 0xA0,
          0x0E, 0x30, 0x0C, 0x06, 0x0A, 0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0A,
          0xA2, 0x22, 0x04, 0x20);
  private static final int NTLM_NEGOTIATE_BYTES = 32;
  private static final int NTLM_AUTHENTICATE_BYTES = 65;

  /** Unicode, request target, NTLM, always sign, extended session security, 128 bit. */
  private static final int NTLM_FLAGS = 0x20088205;

  /** Unicode, NTLM, anonymous, extended session security, 128 bit. */
  private static final int ANONYMOUS_FLAGS = 0x20080A01;

  private SmbPacket() {}

  /** Status and what else is told by a header, and the message. */
  record Answer(int command, int status, long session, int tree, ByteBuffer message) {
    /** At this offset of the message's body; 0 where it is shorter. */
    int field(int offset) {
      return HEADER + offset + 2 <= message.limit()
          ? message.getShort(HEADER + offset) & 0xFFFF
          : 0;
    }
  }

  static byte[] negotiate(byte[] clientGuid) {
    ByteBuffer out = start(NEGOTIATE, 0, 0, 0, 36 + 2 * DIALECTS.length);
    out.putShort((short) 36).putShort((short) DIALECTS.length).putShort(SIGNING_ENABLED);
    out.putShort((short) 0).putInt(0).put(clientGuid, 0, 16).putLong(0);
    for (short dialect : DIALECTS) {
      out.putShort(dialect);
    }
    return bytes(out);
  }

  /** The first half of a session without a user. */
  static byte[] hello() {
    ByteBuffer token = ByteBuffer.allocate(INIT_HEAD.length + NTLM_NEGOTIATE_BYTES);
    token.order(ByteOrder.LITTLE_ENDIAN).put(INIT_HEAD).put(ntlm()).putInt(1).putInt(NTLM_FLAGS);
    return sessionSetup(1, 0, bytes(token));
  }

  /** The second half: nobody, with no password ([MS-NLMP] §3.2.5.1.2, anonymous). */
  static byte[] nobody(long session) {
    ByteBuffer token =
        ByteBuffer.allocate(8 + NTLM_AUTHENTICATE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    // NegTokenResp { responseToken [2] } (RFC 4178 §4.2.2)
    token.put(bytes(0xA1, 0x47, 0x30, 0x45, 0xA2, 0x43, 0x04, NTLM_AUTHENTICATE_BYTES));
    token.put(ntlm()).putInt(3);
    field(token, 1, 64); // the LM response of nobody: one zero byte
    for (int i = 0; i < 5; i++) {
      field(token, 0, 65); // NT response, domain, user, workstation, session key
    }
    token.putInt(ANONYMOUS_FLAGS);
    return sessionSetup(2, session, bytes(token));
  }

  private static void field(ByteBuffer token, int length, int offset) {
    token.putShort((short) length).putShort((short) length).putInt(offset);
  }

  private static byte[] sessionSetup(int messageId, long session, byte[] token) {
    ByteBuffer out = start(SESSION_SETUP, messageId, session, 0, 24 + token.length);
    out.putShort((short) 25).put((byte) 0).put((byte) SIGNING_ENABLED).putInt(0).putInt(0);
    out.putShort((short) (HEADER + 24)).putShort((short) token.length).putLong(0).put(token);
    return bytes(out);
  }

  /** To the share that carries calls, not files. */
  static byte[] ipc(long session, String address) {
    byte[] path = ("\\\\" + address + "\\IPC$").getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer out = start(TREE_CONNECT, 3, session, 0, 8 + path.length);
    out.putShort((short) 9).putShort((short) 0).putShort((short) (HEADER + 8));
    out.putShort((short) path.length).put(path);
    return bytes(out);
  }

  static byte[] treeDisconnect(long session, int tree) {
    return bytes(start(TREE_DISCONNECT, 4, session, tree, 4).putShort((short) 4));
  }

  static byte[] logoff(int messageId, long session) {
    return bytes(start(LOGOFF, messageId, session, 0, 4).putShort((short) 4));
  }

  private static ByteBuffer start(int command, int messageId, long session, int tree, int body) {
    ByteBuffer out = ByteBuffer.allocate(4 + HEADER + body).order(ByteOrder.BIG_ENDIAN);
    out.putInt(HEADER + body).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putShort((short) 64).putShort((short) (command == NEGOTIATE ? 0 : 1));
    out.putInt(0).putShort((short) command).putShort((short) CREDITS).putInt(0).putInt(0);
    out.putLong(messageId).putInt(0).putInt(tree).putLong(session);
    return out.position(4 + HEADER);
  }

  /** The next answer. */
  static Answer read(InputStream in) throws IOException {
    byte[] length = in.readNBytes(4);
    if (length.length < 4) {
      throw new EOFException("the connection ended");
    }
    int size = ByteBuffer.wrap(length).getInt();
    if (size < HEADER || size > MAX_MESSAGE) {
      throw new NotSmbException();
    }
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("the connection ended");
    }
    ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (message.getInt(0) != MAGIC || (message.getInt(16) & RESPONSE_FLAG) == 0) {
      throw new NotSmbException();
    }
    return new Answer(
        message.getShort(12), message.getInt(8), message.getLong(40), message.getInt(36), message);
  }

  private static byte[] ntlm() {
    return Arrays.copyOf("NTLMSSP".getBytes(StandardCharsets.US_ASCII), 8);
  }

  /** All of a buffer, from its beginning. */
  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.rewind().get(bytes);
    return bytes;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** Not SMB 2 or 3, or beyond a limit. */
  static final class NotSmbException extends IOException {
    private static final long serialVersionUID = 1L;

    NotSmbException() {
      super("not SMB 2 or 3");
    }
  }
}
