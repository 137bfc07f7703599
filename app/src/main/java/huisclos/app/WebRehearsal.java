package huisclos.app;

import huisclos.gate.ClientIdentity;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a busy day asks at the web door, for the start-up cache: storing slices, then searches, the
 * study, its metadata and frames. A server that starts from it knows which code to compile first.
 */
final class WebRehearsal {
  private static final String STUDIES = "/dicom-web/studies";
  private static final String BOUNDARY = "rehearsal";
  private static final String OBJECTS = "multipart/related; type=\"application/dicom\"";
  private static final String FRAMES = "multipart/related; type=\"application/octet-stream\"";
  private static final String JSON = "application/dicom+json";

  /** Requests that are sent before their answers are read: the answers must fit into buffers. */
  private static final int TOGETHER = 20;

  private static final int FRAME_ROUNDS = 20;
  private static final int SEARCH_ROUNDS = 10;
  private static final int STUDY_ROUNDS = 3;

  /** A series that is stored and asked for: its files, and their UIDs. */
  record Slices(Path folder, String study, String series, List<String> instances) {
    List<Path> files() {
      return instances.stream().map(uid -> folder.resolve(uid + ".dcm")).toList();
    }
  }

  private final int port;
  private final ClientIdentity identity;

  WebRehearsal(int port, Path identity) throws IOException {
    this.port = port;
    this.identity = ClientIdentity.load(identity);
  }

  /** Stores these files, one a request. */
  void store(List<Path> files) throws IOException {
    for (int from = 0; from < files.size(); from += TOGETHER) {
      List<byte[]> requests = new ArrayList<>();
      for (Path file : files.subList(from, Math.min(files.size(), from + TOGETHER))) {
        requests.add(posted(file));
      }
      ask(requests);
    }
  }

  /** Asks for all there is about a study. */
  void retrieve(Slices slices) throws IOException {
    String study = STUDIES + "/" + slices.study();
    for (int round = 0; round < SEARCH_ROUNDS; round++) {
      ask(
          List.of(
              got(STUDIES + "?StudyInstanceUID=" + slices.study(), JSON),
              got(STUDIES + "?limit=100&PatientName=DEMO*", JSON),
              got(study + "/metadata", JSON)));
    }
    ask(Collections.nCopies(STUDY_ROUNDS, got(study, OBJECTS)));
    for (int round = 0; round < FRAME_ROUNDS; round++) {
      ask(
          slices.instances().stream()
              .limit(TOGETHER)
              .map(uid ->
                  "%s/series/%s/instances/%s/frames/1".formatted(study, slices.series(), uid))
              .map(path -> got(path, FRAMES))
              .toList());
    }
  }

  private static byte[] got(String path, String accept) {
    return ascii(
        "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\n\r\n".formatted(path, accept));
  }

  private static byte[] posted(Path file) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(ascii("--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n"));
    body.writeBytes(Files.readAllBytes(file));
    body.writeBytes(ascii("\r\n--" + BOUNDARY + "--\r\n"));
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        ascii(
            "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s; boundary=%s\r\nContent-Length: %d\r\n\r\n"
                .formatted(STUDIES, OBJECTS, BOUNDARY, body.size())));
    request.writeBytes(body.toByteArray());
    return request.toByteArray();
  }

  /** What is open to all, asked by somebody who is known. */
  void look() throws IOException {
    ask(Stream.of("/sign-in", "/", "/nowhere").map(path -> got(path, "text/html")).toList());
  }

  /** Sends requests one behind the other over a connection, then reads until it ends. */
  private void ask(List<byte[]> requests) throws IOException {
    try (Socket socket = identity.context().getSocketFactory().createSocket("localhost", port)) {
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      for (byte[] request : requests) {
        out.write(request);
      }
      out.write(ascii("GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
      out.flush();
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
