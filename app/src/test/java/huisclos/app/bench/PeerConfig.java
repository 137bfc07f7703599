package huisclos.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Other people's configuration files: their defaults, but for names, ports and places. */
final class PeerConfig {
  private PeerConfig() {}

  static Path orthanc(BenchGround ground, BenchServer.Kind kind, int port, int sinkPort)
      throws IOException {
    Path sink = ground.identity(BenchGround.SINK);
    Path db = Files.createDirectories(ground.folder().resolve(kind.name()));
    Path config = ground.folder().resolve(kind.name() + ".json");
    return Files.writeString(
        config,
        """
        {"HttpServerEnabled": false, "DicomAet": "ORTHANC", "DicomPort": %d,
         "DicomAlwaysAllowFind": true, "DicomAlwaysAllowGet": true, "DicomAlwaysAllowMove": true,
         "DicomTlsEnabled": %b, "DicomTlsCertificate": "%s.cert.pem",
         "DicomTlsPrivateKey": "%s.key.pem", "DicomTlsTrustedCertificates": "%s",
         "DicomModalities": {"sink": ["SINK", "127.0.0.1", %d]},
         "StorageDirectory": "%s", "IndexDirectory": "%s"}
        """
            .formatted(
                port, kind.tls, sink, sink, sink.resolveSibling("ca.pem"), sinkPort, db, db));
  }

  static Path dcmqrscp(BenchGround ground, int port, int sinkPort) throws IOException {
    Path db = Files.createDirectories(ground.folder().resolve("dcmqrscp"));
    return Files.writeString(
        ground.folder().resolve("dcmqrscp.cfg"),
        """
        NetworkTCPPort = %d
        MaxPDUSize = 131072
        MaxAssociations = 16
        HostTable BEGIN
        sink = (SINK, 127.0.0.1, %d)
        HostTable END
        VendorTable BEGIN
        VendorTable END
        AETable BEGIN
        DCMQRSCP %s RW (500, 1024mb) ANY
        AETable END
        """
            .formatted(port, sinkPort, db));
  }
}
