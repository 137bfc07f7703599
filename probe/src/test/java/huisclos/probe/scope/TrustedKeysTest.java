package huisclos.probe.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys on disk, and whose count. */
class TrustedKeysTest {
  @TempDir private Path temp = Path.of(".");

  TrustedKeysTest() {}

  @Test
  void aPairIsMadeOnceAndForItsHolderAlone() throws IOException, ScopeException {
    String fingerprint = Keys.generate("a.b@c-d", temp);
    Path own = temp.resolve("a.b@c-d.key.pem");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rw-------");
    PrivateKey key = Keys.readPrivate(own);
    assertThat(Keys.fingerprint(Keys.publicOf(key))).isEqualTo(fingerprint);
    assertThat(Keys.fingerprint(Keys.readPublic(temp.resolve("a.b@c-d.pub.pem"))))
        .isEqualTo(fingerprint);
    byte[] before = Files.readAllBytes(own);
    assertThatThrownBy(() -> Keys.generate("a.b@c-d", temp)).hasMessageContaining("exists already");
    assertThat(Files.readAllBytes(own)).isEqualTo(before);
    for (String name : new String[] {"", "../x", "a/b", ".x", "x".repeat(65)}) {
      assertThatThrownBy(() -> Keys.generate(name, temp)).isInstanceOf(ScopeException.class);
    }
  }

  @Test
  void theFormIsThatOfRfc8410() throws IOException, ScopeException {
    // The key of RFC 8410, section 10.3, and its public half of section 10.1.
    Path own = temp.resolve("rfc.pem");
    Files.writeString(
        own,
        """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----
        """);
    Path open = temp.resolve("rfc.pub.pem");
    Files.writeString(
        open,
        """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PUBLIC KEY-----
        """);
    assertThat(Keys.publicOf(Keys.readPrivate(own))).isEqualTo(Keys.readPublic(open));
  }

  @Test
  void aPrivateKeyIsNeverInstalled() throws IOException, ScopeException {
    ScopeFolder folder = new ScopeFolder(temp);
    Keys.generate("alice", folder.keys);
    assertThatThrownBy(() ->
            folder.trusted.install(
                folder.keys.resolve("alice.key.pem"), "alice", TrustedKey.Role.AUTHORISER))
        .hasMessageContaining("is a private key");
    assertThat(folder.trusted.list()).isEmpty();
    assertThat(folder.trusted.folder()).doesNotExist();
  }

  @Test
  void aKeyIsInstalledOnceAndRemovedByName() throws IOException, ScopeException {
    ScopeFolder folder = new ScopeFolder(temp);
    folder.trust("alice.smith", TrustedKey.Role.AUTHORISER);
    folder.trust("otto", TrustedKey.Role.OWNER);
    assertThat(folder.trusted.list())
        .extracting(TrustedKey::name, TrustedKey::role)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("alice.smith", TrustedKey.Role.AUTHORISER),
            org.assertj.core.groups.Tuple.tuple("otto", TrustedKey.Role.OWNER));
    assertThatThrownBy(() ->
            folder.trusted.install(
                folder.keys.resolve("alice.smith.pub.pem"), "second", TrustedKey.Role.AUTHORISER))
        .hasMessageContaining("trusted already");
    assertThatThrownBy(() -> folder.trusted.remove("nobody")).isInstanceOf(ScopeException.class);
    folder.trusted.remove("otto");
    assertThat(folder.trusted.list()).hasSize(1);
    Files.setPosixFilePermissions(
        folder.trusted.folder(), PosixFilePermissions.fromString("rwxrwx---"));
    assertThatThrownBy(folder.trusted::list).hasMessageContaining("others can write");
  }

  @Test
  void whereAnAdministratorKeepsThemTheUsersOwnDontCount() throws IOException, ScopeException {
    ScopeFolder folder = new ScopeFolder(temp);
    folder.trust("alice", TrustedKey.Role.AUTHORISER);
    Path system =
        Files.createDirectory(
            temp.resolve("system"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    boolean root = Integer.valueOf(0).equals(Files.getAttribute(system, "unix:uid"));
    if (!root) {
      assertThatThrownBy(() -> TrustedKeys.of(folder.home, system))
          .hasMessageContaining("isn't an administrator's alone");
    }
    Assumptions.assumeTrue(root, "skipped: only root can keep keys as an administrator does");
    TrustedKeys kept = TrustedKeys.of(folder.home, system);
    assertThat(kept.list()).isEmpty();
    Keys.generate("bob", folder.keys);
    assertThatThrownBy(() ->
            kept.install(folder.keys.resolve("bob.pub.pem"), "bob", TrustedKey.Role.AUTHORISER))
        .hasMessageContaining("the administrator keeps");
    Files.setPosixFilePermissions(system, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> TrustedKeys.of(folder.home, system))
        .hasMessageContaining("isn't an administrator's alone");
  }
}
