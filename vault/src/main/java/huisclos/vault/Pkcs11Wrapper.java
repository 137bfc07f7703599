package huisclos.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * Seals by an AES key that can't leave a PKCS#11 token, through the JDK's own provider; the key is
 * made there at the first sealing. Logs in for each use and out again. A PIN is tried once, and
 * never after a wrong one that nobody has made good: a service that restarts must not lock a token.
 */
record Pkcs11Wrapper(Pkcs11Uri uri, Map<String, String> environment) implements KeyWrapper {
  private static final int TAG_BITS = 128;
  private static final int NONCE_BYTES = 12;
  private static final int MAX_PIN_BYTES = 256;
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

  @Override
  public byte[] wrap(byte[] raw, byte[] associated) throws IOException {
    return use(
        true,
        (cipher, key) -> {
          byte[] nonce = com.google.crypto.tink.subtle.Random.randBytes(NONCE_BYTES);
          cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
          cipher.updateAAD(associated);
          byte[] sealed = cipher.doFinal(raw);
          byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
          System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
          return all;
        });
  }

  @Override
  public byte[] unwrap(byte[] sealed, byte[] associated) throws IOException {
    return use(
        false,
        (cipher, key) -> {
          byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
          cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
          cipher.updateAAD(associated);
          return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        });
  }

  private interface Work {
    byte[] run(Cipher cipher, SecretKey key) throws GeneralSecurityException;
  }

  private byte[] use(boolean mayMake, Work work) throws IOException {
    Pkcs11Slots.Slot slot = slot();
    Provider provider = provider(slot);
    char[] pin = pin();
    try {
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin);
      return work.run(
          Cipher.getInstance("AES/GCM/NoPadding", provider), key(store, provider, mayMake));
    } catch (AEADBadTagException e) {
      throw new CorruptKeyFileException("the token's key is another one than sealed the site key");
    } catch (IOException e) {
      throw login(e);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "the token " + slot.label() + " refuses: " + e.getClass().getSimpleName());
    } finally {
      Arrays.fill(pin, ' ');
      logout(provider);
    }
  }

  private Pkcs11Slots.Slot slot() throws CorruptKeyFileException {
    if (!Files.exists(uri.module())) {
      throw new CorruptKeyFileException(
          "there is no " + uri.module() + ": install the token's library, or mend module-path");
    }
    List<Pkcs11Slots.Slot> fitting =
        Pkcs11Slots.list(uri.module()).stream()
            .filter(s -> uri.token().isEmpty() || uri.token().get().equals(s.label()))
            .filter(s -> uri.slot().isEmpty() || uri.slot().getAsLong() == s.id())
            .toList();
    if (fitting.size() != 1) {
      throw new CorruptKeyFileException(
          fitting.isEmpty()
              ? "there is no such token: plug it in, or mend token= or slot-id="
              : "there are several tokens of this label: name one by slot-id=");
    }
    Pkcs11Slots.Slot slot = fitting.getFirst();
    if (slot.locked()) {
      throw new CorruptKeyFileException(
          "the token " + slot.label() + " is locked: unlock it by its security officer's PIN");
    }
    if (slot.warned()) {
      throw new CorruptKeyFileException(
          "the token "
              + slot.label()
              + " was given a wrong PIN, and another could lock it: mend pin-source, then log in"
              + " once with another program (pkcs11-tool --login --test)");
    }
    return slot;
  }

  private Provider provider(Pkcs11Slots.Slot slot) throws CorruptKeyFileException {
    @Nullable Provider prototype = Security.getProvider("SunPKCS11");
    if (prototype == null) {
      throw new CorruptKeyFileException("this Java runtime has no PKCS#11: install a full one");
    }
    // No template makes a key that could leave: SENSITIVE and not EXTRACTABLE.
    String configuration =
        """
        --name = huisclos
        library = %s
        slot = %d
        attributes(generate, CKO_SECRET_KEY, CKK_AES) = {
          CKA_SENSITIVE = true
          CKA_EXTRACTABLE = false
          CKA_ENCRYPT = true
          CKA_DECRYPT = true
        }
        """
            .formatted(uri.module(), slot.id());
    return prototype.configure(configuration);
  }

  private SecretKey key(KeyStore store, Provider provider, boolean mayMake)
      throws GeneralSecurityException, IOException {
    @Nullable Key found = store.getKey(uri.object(), null);
    if (found == null && mayMake) {
      KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
      generator.init(Gcm.KEY_BYTES * 8);
      store.setKeyEntry(uri.object(), generator.generateKey(), null, null);
      found = store.getKey(uri.object(), null);
    }
    if (!(found instanceof SecretKey key)) {
      throw new CorruptKeyFileException(
          "the token has no secret key " + uri.object() + ": mend object=, or restore the token");
    }
    if (key.getEncoded() != null) {
      throw new CorruptKeyFileException(
          "the token's key " + uri.object() + " can be exported: name a new one by object=");
    }
    return key;
  }

  private char[] pin() throws IOException {
    String source = uri.pinSource();
    byte[] pin;
    if (source.startsWith("file:")) {
      pin = pinFile(Path.of(source.substring("file:".length()).replaceFirst("^//(?=/)", "")));
    } else if (source.startsWith("credential:")) {
      pin = CredentialWrapper.read(source.substring("credential:".length()), environment);
    } else {
      String name = source.substring("env:".length());
      @Nullable String value = environment.get(name);
      if (value == null) {
        throw new CorruptKeyFileException("$" + name + ", the token's PIN, is not set");
      }
      pin = value.getBytes(StandardCharsets.UTF_8);
    }
    char[] text = new String(pin, StandardCharsets.UTF_8).strip().toCharArray();
    Arrays.fill(pin, (byte) 0);
    if (text.length == 0) {
      throw new CorruptKeyFileException("the token's PIN is empty: mend " + source);
    }
    return text;
  }

  private static byte[] pinFile(Path file) throws IOException {
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        throw new CorruptKeyFileException("the token's PIN file is open to others: chmod 600 it");
      }
      if (Files.size(file) > MAX_PIN_BYTES) {
        throw new CorruptKeyFileException("the token's PIN file is longer than a PIN");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new CorruptKeyFileException("there is no PIN file " + file + ": mend pin-source");
    }
  }

  private static IOException login(IOException e) {
    for (@Nullable Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof FailedLoginException) {
        return new CorruptKeyFileException(
            "the token's PIN is wrong; it was tried once and won't be again by itself: mend"
                + " pin-source, then log in once with another program");
      }
      if (cause instanceof LoginException) {
        return new CorruptKeyFileException("the token refuses to log in: see whether it is locked");
      }
    }
    return e;
  }

  private static void logout(Provider provider) {
    if (provider instanceof AuthProvider token) {
      try {
        token.logout();
      } catch (LoginException e) {
        // It is logged out with the process at the latest.
        return;
      }
    }
  }
}
