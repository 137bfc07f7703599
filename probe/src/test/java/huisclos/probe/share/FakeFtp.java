package huisclos.probe.share;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An FTP server of files in memory: a folder's listing or a file's content by its path. */
final class FakeFtp implements FakeTcp.Script {
  final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<String, String> content;
  private boolean anonymous = true;
  private String passive = "127,0,0,1";
  private boolean extended = true;

  FakeFtp(Map<String, String> content) {
    this.content = content;
  }

  FakeFtp closed() {
    anonymous = false;
    return this;
  }

  /** Without EPSV, and naming this address for data. */
  FakeFtp passive(String address) {
    passive = address;
    extended = false;
    return this;
  }

  @Override
  public void play(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    say(socket, "220-Welcome\r\n220 (vsFTPd 3.0.3)");
    try (FakeTcp data = new FakeTcp(this::send)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        asked.add(line);
        String verb = line.split(" ", 2)[0];
        switch (verb) {
          case "USER" -> say(socket, anonymous ? "331 which password" : "530 no");
          case "PASS" -> say(socket, "230 in");
          case "TYPE" -> say(socket, "200 so");
          case "EPSV" -> say(socket, extended ? "229 there (|||" + data.port() + "|)" : "500 what");
          case "PASV" ->
              say(
                  socket,
                  "227 there ("
                      + (passive + "," + data.port() / 256 + "," + data.port() % 256)
                      + ")");
          case "LIST", "RETR" -> {
            pending = content.getOrDefault(line, "");
            say(socket, "150 here");
            say(socket, "226 done");
          }
          default -> say(socket, "221 bye");
        }
      }
    }
  }

  private volatile String pending = "";

  private void send(Socket data) throws IOException, InterruptedException {
    while (pending.isEmpty()) {
      Thread.sleep(5);
    }
    data.getOutputStream().write(pending.getBytes(StandardCharsets.ISO_8859_1));
    pending = "";
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }
}
