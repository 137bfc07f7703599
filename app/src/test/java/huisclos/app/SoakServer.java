package huisclos.app;

import huisclos.app.home.Home;
import huisclos.app.home.HomeLock;
import huisclos.app.home.Site;
import huisclos.desk.dimse.DimseAdmission;
import huisclos.desk.dimse.DoorRecorder;
import huisclos.desk.dimse.Negotiation;
import huisclos.gate.ClientIdentity;
import huisclos.net.AcceptorServer;
import huisclos.net.Admission;
import huisclos.net.NetLimits;
import huisclos.net.Peer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * An archive as {@code serve} runs it, and beside its door another one without TLS, on loopback,
 * through which the same associations come much faster: admission, gate, trail and services are the
 * same, and whoever calls there counts as the device whose identity was named. For {@link SoakIT}.
 */
final class SoakServer {
  private SoakServer() {}

  /** Its home, and a device's identity; ends with standard input. */
  public static void main(String[] args) throws Exception {
    Home home = new Home(Path.of(args[0]));
    home.prepare();
    X509Certificate device = ClientIdentity.load(Path.of(args[1])).certificate();
    try (HomeLock lock = HomeLock.take(home);
        Site site = Site.open(home, lock, settings -> settings.withDicom(free()))) {
      site.listen();
      try (AcceptorServer plain = plain(site, device)) {
        plain.start();
        System.out.println(
            "ready " + site.doors().address().getPort() + " " + plain.address().getPort());
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          System.gc();
          Runtime runtime = Runtime.getRuntime();
          System.out.println(
              "heap "
                  + (runtime.totalMemory() - runtime.freeMemory())
                  + " connections "
                  + (plain.connections() + site.doors().openAssociations()));
        }
      }
    }
  }

  private static InetSocketAddress free() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static AcceptorServer plain(Site site, X509Certificate device) {
    Admission gate =
        new DimseAdmission(
            site.gate(),
            site.archive(),
            site.pixels().departures(),
            site.courier(),
            new Negotiation(Set.of(), Set.of()));
    Admission asDevice =
        (peer, request) ->
            gate.consider(
                new Peer(peer.address(), List.of(device), peer.tlsProtocol(), peer.cipherSuite()),
                request);
    return AcceptorServer.dangerouslyPlainText(
        free(), asDevice, NetLimits.DEFAULT, new DoorRecorder(site.gate(), _ -> false));
  }
}
