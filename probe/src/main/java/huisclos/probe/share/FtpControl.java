package huisclos.probe.share;

import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Line;
import huisclos.probe.wire.Purpose;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** FTP's control connection (RFC 959 §4), and data connections beside it. One thread. */
final class FtpControl {
  private static final int MAX_LINE = 1024;
  private static final int MAX_LINES = 60;
  private static final int MAX_KEPT = 200;
  private static final Pattern EXTENDED = Pattern.compile("\\(\\|\\|\\|([0-9]{1,5})\\|\\)");
  private static final Pattern PASSIVE =
      Pattern.compile(
          "([0-9]{1,3}),([0-9]{1,3}),([0-9]{1,3}),([0-9]{1,3}),([0-9]{1,3}),([0-9]{1,3})");
  private static final byte[] END = {'\r', '\n'};

  /**
   * A reply.
   *
   * @param code three digits
   * @param text the rest: the greeting of a server, or where its data come
   */
  record Reply(int code, String text) {
    boolean done() {
      return code / 100 == 2;
    }

    boolean begun() {
      return code / 100 == 1;
    }
  }

  private final Line line;

  FtpControl(Line line) {
    this.line = line;
  }

  Reply command(Purpose purpose, String verb) throws IOException {
    return command(purpose, verb, new byte[0]);
  }

  Reply command(Purpose purpose, String verb, byte[] argument) throws IOException {
    byte[] start = verb.getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = Arrays.copyOf(start, start.length + argument.length + END.length);
    System.arraycopy(argument, 0, bytes, start.length, argument.length);
    System.arraycopy(END, 0, bytes, start.length + argument.length, END.length);
    try {
      line.send(purpose, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
    return reply();
  }

  /** The next reply. */
  Reply reply() throws IOException {
    String first = text();
    if (!first.matches("[1-5][0-9][0-9]([ -].*)?")) {
      throw new NotFtpException();
    }
    String code = first.substring(0, 3);
    StringBuilder all = new StringBuilder(first);
    if (first.startsWith("-", 3)) {
      int lines = 0;
      String next;
      do {
        next = text();
        all.append(' ').append(next);
        if (++lines > MAX_LINES) {
          throw new NotFtpException();
        }
      } while (!next.startsWith(code + " "));
    }
    return new Reply(Integer.parseInt(code), all.substring(3).strip());
  }

  private String text() throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = line.in();
    int length = 0;
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended");
      }
      if (++length > MAX_LINE) {
        throw new NotFtpException();
      }
      if (c != '\r' && text.length() < MAX_KEPT) {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  /**
   * Opens a data connection to the same address; another address is refused (RFC 2577 §3).
   *
   * @throws NoDataException if there can be none
   */
  Line data(FtpDialer dialer, Purpose command, Purpose connect) throws IOException {
    Reply extended = command(command, "EPSV");
    if (extended.code() == 229) {
      Matcher port = EXTENDED.matcher(extended.text());
      if (port.find()) {
        return beside(dialer, Integer.parseInt(port.group(1)), connect);
      }
    }
    Reply passive = command(command, "PASV");
    Matcher place = PASSIVE.matcher(passive.text());
    if (passive.code() != 227 || !place.find()) {
      throw new NoDataException("no passive data connection is offered");
    }
    byte[] address = new byte[4];
    for (int i = 0; i < address.length; i++) {
      address[i] = (byte) Integer.parseInt(place.group(i + 1));
    }
    if (!InetAddress.getByAddress(address).equals(line.door().socketAddress().getAddress())) {
      throw new NoDataException("its data are at another address, which was not dialled");
    }
    int port = Integer.parseInt(place.group(5)) * 256 + Integer.parseInt(place.group(6));
    return beside(dialer, port, connect);
  }

  private Line beside(FtpDialer dialer, int port, Purpose connect) throws IOException {
    try {
      return dialer.dial(line, port, connect);
    } catch (DialException e) {
      if (e.kind() == DialException.Kind.STOPPED) {
        throw e;
      }
      throw new NoDataException("the data connection doesn't come about");
    }
  }

  /** Opens connections beside a line. */
  interface FtpDialer {
    Line dial(Line beside, int port, Purpose purpose) throws DialException;
  }

  /** Not FTP, or beyond a limit. */
  static final class NotFtpException extends IOException {
    private static final long serialVersionUID = 1L;

    NotFtpException() {
      super("not FTP, or beyond a limit");
    }
  }

  /** There is no data connection; the message says why, in words of ours. */
  static final class NoDataException extends IOException {
    private static final long serialVersionUID = 1L;

    NoDataException(String why) {
      super(why);
    }
  }
}
