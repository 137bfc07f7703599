package huisclos.probe.notice;

import huisclos.vault.Disk;
import huisclos.vault.DiskFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Answers about addresses in a folder: {@code rdap-ADDRESS.json} (RFC 9083) and {@code
 * security-ADDRESS.txt} (RFC 9116), colons of IPv6 as {@code _}; made 0600.
 *
 * @param folder where they lie
 */
public record SavedContacts(Path folder) {
  /** Where the security.txt of an address lies, or shall lie. */
  public Path securityTxtFile(String address) {
    return folder.resolve("security-" + named(address) + ".txt");
  }

  /** Where the RDAP answer about an address lies, or shall lie. */
  public Path rdapFile(String address) {
    return folder.resolve("rdap-" + named(address) + ".json");
  }

  /** The security.txt of an address; empty where none was saved. */
  public Optional<SecurityTxt> securityTxt(String address) throws IOException {
    return read(securityTxtFile(address), SecurityTxt.MAX_CHARS).map(SecurityTxt::parse);
  }

  /** The RDAP answer about an address; empty where none was saved. */
  public Optional<RdapContacts> rdap(String address) throws IOException {
    return read(rdapFile(address), RdapContacts.MAX_CHARS).map(RdapContacts::parse);
  }

  /** Saves one, whole or not at all; what has the name is replaced. */
  public static void save(Path file, byte[] bytes) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("a file lies in a folder");
    }
    Path part = folder.resolve(file.getFileName() + ".part");
    Disk.real().delete(part);
    try (DiskFile out = Disk.real().create(part)) {
      out.write(ByteBuffer.wrap(bytes), 0);
      out.force();
    }
    Disk.real().rename(part, file);
    Disk.real().syncDirectory(folder);
  }

  // An IPv6 address has many spellings; reports show it as the JDK does.
  private static String named(String address) {
    return InetAddress.ofLiteral(address).getHostAddress().replace(':', '_');
  }

  private static Optional<String> read(Path file, int most) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(new String(in.readNBytes(most), StandardCharsets.UTF_8));
    }
  }
}
