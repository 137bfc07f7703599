package huisclos.app.probelab;

import huisclos.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folders of images that somebody laid open: over nginx, and over FTP. */
final class FileServers implements AutoCloseable {
  static final int LISTING = 40;
  static final int BASIC = 41;
  static final int EMPTY = 42;
  static final int OTHER_FILES = 43;
  static final int FTP = 44;
  static final int SECURED = 45;
  static final Canaries.Load LOAD = new Canaries.Load(3, 2, 2);

  final int listing = Ports.free();
  final int basic = Ports.free();
  final int empty = Ports.free();
  final int otherFiles = Ports.free();
  final int ftp = Ports.free();
  final int secured = Ports.free();
  private final List<LabProcess> processes = new ArrayList<>();

  FileServers(Path folder, Path certificate) throws IOException, InterruptedException {
    Path root = Files.createDirectories(folder.resolve("files"));
    // Where they are started as root, they read as somebody else.
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
    for (@Nullable Path path = root.toRealPath();
        path != null && path.startsWith(temporary) && !path.equals(temporary);
        path = path.getParent()) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Canaries.write(root.resolve("images"), LISTING, LOAD);
    Files.createDirectories(root.resolve("empty"));
    Path others = Files.createDirectories(root.resolve("others"));
    Files.writeString(others.resolve("readme.txt"), "nothing of anybody\n");
    Files.writeString(others.resolve("not-an-image.dcm"), "x".repeat(400));
    try {
      if (LabProcess.installed("nginx")) {
        nginx(root, certificate);
      }
      if (LabProcess.installed("vsftpd")) {
        vsftpd(root);
      }
    } catch (IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  private void nginx(Path root, Path certificate) throws IOException, InterruptedException {
    Files.writeString(root.resolve("passwords"), "somebody:{PLAIN}something\n");
    Path config =
        Files.writeString(
            root.resolve("nginx.conf"),
            """
            daemon off; worker_processes 1; pid %1$s/nginx.pid; error_log %1$s/error.log;
            events { worker_connections 64; }
            http {
              access_log off;
              client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2; fastcgi_temp_path %1$s/t3;
              uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;
              server { listen 127.66.0.%2$d:%3$d; root %1$s/images; autoindex on; }
              server { listen 127.66.0.%4$d:%5$d; root %1$s/images; autoindex on;
                       auth_basic "images"; auth_basic_user_file %1$s/passwords; }
              server { listen 127.66.0.%6$d:%7$d; root %1$s/empty; autoindex on; }
              server { listen 127.66.0.%8$d:%9$d; root %1$s/others; autoindex on; }
              server { listen 127.66.0.%10$d:%11$d ssl; root %1$s/images; autoindex on;
                       ssl_protocols TLSv1.2 TLSv1.3;
                       ssl_certificate %12$s.crt; ssl_certificate_key %12$s.key; }
            }
            """
                .formatted(
                    root,
                    LISTING,
                    listing,
                    BASIC,
                    basic,
                    EMPTY,
                    empty,
                    OTHER_FILES,
                    otherFiles,
                    SECURED,
                    secured,
                    certificate));
    LabProcess nginx =
        LabProcess.start(root, List.of("nginx", "-p", root + "/", "-c", config.toString()));
    processes.add(nginx);
    nginx.await("127.66.0." + LISTING, listing);
  }

  private void vsftpd(Path root) throws IOException, InterruptedException {
    // Anonymous visitors get no folder that they could write to.
    Path shown = Canaries.write(root.resolve("ftp"), FTP, LOAD);
    Files.setPosixFilePermissions(shown, PosixFilePermissions.fromString("r-xr-xr-x"));
    Path config =
        Files.writeString(
            root.resolve("vsftpd.conf"),
            """
            listen=YES
            listen_address=127.66.0.%d
            listen_port=%d
            background=NO
            anonymous_enable=YES
            local_enable=NO
            write_enable=NO
            anon_root=%s
            no_anon_password=YES
            pasv_enable=YES
            connect_from_port_20=NO
            run_as_launching_user=%s
            seccomp_sandbox=NO
            """
                .formatted(FTP, ftp, shown, root() ? "NO" : "YES"));
    LabProcess server = LabProcess.start(root, List.of("vsftpd", config.toString()));
    processes.add(server);
    server.await("127.66.0." + FTP, ftp);
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  @Override
  public void close() {
    processes.forEach(LabProcess::close);
  }
}
