package huisclos.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strong entity tag (RFC 9110 §8.8.3): as long as it is the same, so is every byte.
 *
 * @param opaque what stands between the quotes
 */
public record EntityTag(String opaque) {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([\\x21\\x23-\\x7E]*)\"");

  public EntityTag {
    if (!opaque.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"')) {
      throw new IllegalArgumentException("not a character of an entity tag");
    }
  }

  /**
   * The tag of what is made of these: the versions of what is shown, and the form it is shown in.
   * Whoever sees it learns nothing of them.
   */
  public static EntityTag of(List<String> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      byte[] bytes = Arrays.copyOf(digest.digest(), 18);
      return new EntityTag(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether {@code If-None-Match} names it, so that 304 is the answer. */
  public boolean isAmong(String ifNoneMatch) {
    if (ifNoneMatch.strip().equals("*")) {
      return true;
    }
    Matcher tags = TAG.matcher(ifNoneMatch);
    while (tags.find()) {
      if (tags.group(1).equals(opaque)) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code If-Range} names exactly it, so that a range may be answered. */
  public boolean isExactly(String ifRange) {
    return ifRange.strip().equals(toString());
  }

  /** As a header says it. */
  @Override
  public String toString() {
    return '"' + opaque + '"';
  }
}
