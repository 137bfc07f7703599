package huisclos.testkit;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyPairGeneratorSpi;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * RSA key pairs for the JVM of tests, a few of each size, made when first asked for and then handed
 * out again in turn. Every gate that a test opens makes one of 3,072 bits, which was four fifths of
 * what the tests of {@code gate} cost. Thread-safe.
 */
public final class SpareRsaKeys implements LauncherSessionListener {
  private static final int OF_EACH_SIZE = 4;
  private static final Map<Integer, Ring> RINGS = new ConcurrentHashMap<>();

  /** For the launcher, which finds it as a service. */
  public SpareRsaKeys() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Security.insertProviderAt(new Spares(), 1);
  }

  private static final class Ring {
    private final List<KeyPair> pairs = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    synchronized KeyPair next(int bits) {
      int index = turn.getAndIncrement() % OF_EACH_SIZE;
      if (index == pairs.size()) {
        pairs.add(made(bits));
      }
      return pairs.get(index);
    }

    private static KeyPair made(int bits) {
      try {
        KeyPairGenerator real =
            KeyPairGenerator.getInstance("RSA", Security.getProvider("SunRsaSign"));
        real.initialize(bits);
        return real.generateKeyPair();
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has RSA", e);
      }
    }
  }

  private static final class Spares extends Provider {
    private static final long serialVersionUID = 1L;

    Spares() {
      super("SpareRsaKeys", "1", "RSA key pairs that tests use again");
      putService(
          new Service(
              this, "KeyPairGenerator", "RSA", FromRing.class.getName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) {
              return new FromRing();
            }
          });
    }
  }

  private static final class FromRing extends KeyPairGeneratorSpi {
    private static final int USUAL_BITS = 3072;
    private int bits = USUAL_BITS;

    @Override
    public void initialize(int keysize, SecureRandom random) {
      bits = keysize;
    }

    @Override
    public KeyPair generateKeyPair() {
      return RINGS.computeIfAbsent(bits, size -> new Ring()).next(bits);
    }
  }
}
