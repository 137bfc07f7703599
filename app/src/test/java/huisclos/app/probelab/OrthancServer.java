package huisclos.app.probelab;

import huisclos.testkit.HttpPeers;
import huisclos.testkit.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A real Orthanc with the settings of some site, filled through its own door. */
final class OrthancServer implements AutoCloseable {
  static final Path DICOMWEB_PLUGIN = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");

  final int number;
  final int dicom;
  final int http;
  private final LabProcess process;

  private OrthancServer(int number, int dicom, int http, LabProcess process) {
    this.number = number;
    this.dicom = dicom;
    this.http = http;
    this.process = process;
  }

  /** How a site set it up. */
  enum Setting {
    /** Every switch that a hurried person turns on. */
    OPEN(
        """
        "RemoteAccessAllowed": true, "AuthenticationEnabled": false,
        "DicomAlwaysAllowFind": true, "DicomAlwaysAllowGet": true, "DicomAlwaysAllowMove": true
        """),
    /** As shipped, and reachable from afar: HTTP wants a password, which is the shipped one. */
    DEFAULT("\"RemoteAccessAllowed\": true"),
    CALLED_CHECKED("\"DicomCheckCalledAet\": true, \"DicomAlwaysAllowFind\": true"),
    CALLING_CHECKED(
        """
        "DicomAlwaysAllowEcho": false, "DicomAlwaysAllowStore": false,
        "DicomModalities": {"known": ["KNOWN", "127.0.0.1", 11112]}
        """),
    TLS(
        """
        "DicomAlwaysAllowFind": true, "DicomAlwaysAllowGet": true, "DicomTlsEnabled": true,
        "DicomTlsRemoteCertificateRequired": false, "DicomTlsTrustedCertificates": "CERT.crt",
        "DicomTlsCertificate": "CERT.crt", "DicomTlsPrivateKey": "CERT.key"
        """),
    MUTUAL_TLS(
        """
        "DicomAlwaysAllowFind": true, "DicomAlwaysAllowGet": true, "DicomTlsEnabled": true,
        "DicomTlsRemoteCertificateRequired": true, "DicomTlsTrustedCertificates": "CERT.crt",
        "DicomTlsCertificate": "CERT.crt", "DicomTlsPrivateKey": "CERT.key"
        """),
    DICOMWEB(
        """
        "RemoteAccessAllowed": true, "AuthenticationEnabled": false, "Plugins": ["PLUGIN"],
        "DicomWeb": {"Enable": true, "Root": "/dicom-web/", "EnableWado": true}
        """),
    PASSWORD(
        """
        "RemoteAccessAllowed": true, "AuthenticationEnabled": true, "Plugins": ["PLUGIN"],
        "RegisteredUsers": {"orthanc": "not-the-shipped-one"},
        "DicomWeb": {"Enable": true, "Root": "/dicom-web/"}
        """);

    private final String json;

    Setting(String json) {
      this.json = json;
    }

    private Optional<String> login() {
      return switch (this) {
        case DEFAULT -> Optional.of("orthanc:orthanc");
        case PASSWORD -> Optional.of("orthanc:not-the-shipped-one");
        case OPEN, CALLED_CHECKED, CALLING_CHECKED, TLS, MUTUAL_TLS, DICOMWEB -> Optional.empty();
      };
    }
  }

  /** Starts it and fills it; returns once both are done. */
  static OrthancServer start(
      Path folder, int number, Setting setting, Path certificate, Canaries.Load load)
      throws IOException, InterruptedException {
    Path own = Files.createDirectories(folder.resolve("orthanc" + number));
    int dicom = Ports.free();
    int http = Ports.free();
    Path config =
        Files.writeString(
            own.resolve("orthanc.json"),
            """
            {"Name": "lab", "HttpPort": %d, "DicomAet": "ORTHANC%d", "DicomPort": %d,
             "StorageDirectory": "%s", "IndexDirectory": "%s", "HttpThreadsCount": 4, %s}
            """
                .formatted(
                    http,
                    number,
                    dicom,
                    own,
                    own,
                    setting
                        .json
                        .replace("CERT", certificate.toString())
                        .replace("PLUGIN", DICOMWEB_PLUGIN.toString())));
    LabProcess process = LabProcess.start(own, List.of("Orthanc", config.toString()));
    OrthancServer server = new OrthancServer(number, dicom, http, process);
    try {
      process.await("127.0.0.1", http);
      process.await("127.0.0.1", dicom);
      server.fill(setting.login(), Canaries.files(number, load));
    } catch (IOException | InterruptedException e) {
      process.close();
      throw e;
    }
    return server;
  }

  private void fill(Optional<String> login, List<byte[]> files)
      throws IOException, InterruptedException {
    for (byte[] file : files) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/instances"))
              .POST(HttpRequest.BodyPublishers.ofByteArray(file));
      login.ifPresent(words ->
          request.header(
              "Authorization",
              "Basic "
                  + Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8))));
      int status =
          HttpPeers.ask(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        throw new IOException("Orthanc " + number + " took nothing: " + status);
      }
    }
  }

  /** How many objects it holds now, by its own account. */
  long instances(Optional<String> login) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/instances"));
    login.ifPresent(words ->
        request.header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8))));
    String list = HttpPeers.ask(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    return list.chars().filter(c -> c == '"').count() / 2;
  }

  @Override
  public void close() {
    process.close();
  }
}
