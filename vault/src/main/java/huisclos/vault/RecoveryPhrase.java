package huisclos.vault;

import com.google.crypto.tink.subtle.Random;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the site writes down to get its key back: 28 symbols in seven groups of four, say {@code
 * 7K2M-9QXR-...}. The first 26 are random (130 bits), the last two check them.
 *
 * <p>Symbols are Crockford's base 32: no I, L, O or U; read without regard to case, spaces and
 * dashes, with I and L as 1 and O as 0. The check is the number modulo the prime 1021, so any one
 * wrong symbol and any two neighbours exchanged are noticed before the slow opening starts.
 */
public final class RecoveryPhrase implements AutoCloseable {
  /** Randomness of a phrase, bits. */
  public static final int ENTROPY_BITS = 130;

  /** Longest text looked at, characters. */
  public static final int MAX_TEXT_CHARS = 128;

  private static final String SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int RANDOM_SYMBOLS = 26;
  private static final int ALL_SYMBOLS = 28;
  private static final int GROUP = 4;
  private static final BigInteger PRIME = BigInteger.valueOf(1021);

  private final byte[] symbols; // Values 0..31, check included.

  private RecoveryPhrase(byte[] symbols) {
    this.symbols = symbols;
  }

  /** A fresh random phrase. */
  public static RecoveryPhrase generate() {
    byte[] random = Random.randBytes(RANDOM_SYMBOLS);
    byte[] symbols = new byte[ALL_SYMBOLS];
    for (int i = 0; i < RANDOM_SYMBOLS; i++) {
      symbols[i] = (byte) (random[i] & 31); // 256 is a multiple of 32: no bias.
    }
    Arrays.fill(random, (byte) 0);
    int check = check(symbols);
    symbols[RANDOM_SYMBOLS] = (byte) (check >> 5);
    symbols[RANDOM_SYMBOLS + 1] = (byte) (check & 31);
    return new RecoveryPhrase(symbols);
  }

  /**
   * Reads a phrase as someone typed it.
   *
   * @throws IllegalArgumentException when it is no phrase; the text says in what way and never
   *     repeats it
   */
  public static RecoveryPhrase parse(String typed) {
    if (typed.length() > MAX_TEXT_CHARS) {
      throw new IllegalArgumentException("a recovery phrase has 28 letters and digits");
    }
    byte[] symbols = new byte[ALL_SYMBOLS];
    int count = 0;
    for (char c : typed.toUpperCase(Locale.ROOT).toCharArray()) {
      if (c == '-' || Character.isWhitespace(c)) {
        continue;
      }
      int value = value(c);
      if (value < 0) {
        throw new IllegalArgumentException("a recovery phrase has no such letter or sign");
      }
      if (count == ALL_SYMBOLS) {
        throw new IllegalArgumentException("a recovery phrase has 28 letters and digits");
      }
      symbols[count++] = (byte) value;
    }
    if (count != ALL_SYMBOLS) {
      throw new IllegalArgumentException("a recovery phrase has 28 letters and digits");
    }
    if (check(symbols) != (symbols[RANDOM_SYMBOLS] << 5 | symbols[RANDOM_SYMBOLS + 1])) {
      throw new IllegalArgumentException("mistyped: the recovery phrase's check does not match");
    }
    return new RecoveryPhrase(symbols);
  }

  /** The phrase as it is written down; for a terminal only. */
  public String dangerouslyReveal() {
    StringBuilder text = new StringBuilder(ALL_SYMBOLS * 5 / 4);
    for (int i = 0; i < ALL_SYMBOLS; i++) {
      if (i > 0 && i % GROUP == 0) {
        text.append('-');
      }
      text.append(SYMBOLS.charAt(symbols[i]));
    }
    return text.toString();
  }

  /** Zeroes the phrase. */
  @Override
  public void close() {
    Arrays.fill(symbols, (byte) 0);
  }

  /** Shows nothing of the phrase. */
  @Override
  public String toString() {
    return "RecoveryPhrase[...]";
  }

  /** The random symbols, one byte each: what the key is derived from. A copy. */
  byte[] secret() {
    return Arrays.copyOf(symbols, RANDOM_SYMBOLS);
  }

  private static int check(byte[] symbols) {
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < RANDOM_SYMBOLS; i++) {
      number = number.shiftLeft(5).or(BigInteger.valueOf(symbols[i]));
    }
    return number.mod(PRIME).intValue();
  }

  private static int value(char c) {
    return switch (c) {
      case 'I', 'L' -> 1;
      case 'O' -> 0;
      default -> SYMBOLS.indexOf(c);
    };
  }
}
