package huisclos.probe.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is seen of a JSON text as its bytes go by: of an array how many elements, of an object the
 * members that were asked for, where they are short. Nothing else is kept, not even for the time of
 * the reading: an answer may be full of names.
 */
final class JsonSight {
  /** What the text is. */
  enum Root {
    ARRAY,
    OBJECT,
    /** Not JSON, or neither. */
    OTHER
  }

  private static final int MAX_KEPT = 64;
  private static final int BUFFER = 8192;
  private static final int MAX_DEPTH = 1000;

  private final Set<String> wanted;
  private final long stopAfter;
  private final Map<String, String> members = new HashMap<>();
  private final byte[] kept = new byte[MAX_KEPT];
  private int keptLength;
  private Root root = Root.OTHER;
  private long elements;
  private boolean complete;
  private boolean broken;
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean inElement;
  private boolean atKey;
  private boolean keeping;
  private String key = "";

  private JsonSight(Set<String> wanted, long stopAfter) {
    this.wanted = wanted;
    this.stopAfter = stopAfter;
  }

  /** Looks at an object for these members. */
  static JsonSight members(InputStream in, String... names) {
    return new JsonSight(Set.of(names), Long.MAX_VALUE).look(in);
  }

  /** Counts an array's elements, and stops after so many. */
  static JsonSight elements(InputStream in, long stopAfter) {
    return new JsonSight(Set.of(), stopAfter).look(in);
  }

  Root root() {
    return broken ? Root.OTHER : root;
  }

  /** Whether it came to its end, and was well nested. */
  boolean complete() {
    return complete && !broken;
  }

  /** Elements of the array begun so far. */
  long elements() {
    return elements;
  }

  /** A member's text, or the letters of its number or word. */
  Optional<String> text(String name) {
    return Optional.ofNullable(members.get(name));
  }

  /** A member that is a number, or a text of digits (Orthanc writes sizes so). */
  OptionalLong number(String name) {
    String text = members.getOrDefault(name, "");
    return text.matches("[0-9]{1,15}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private JsonSight look(InputStream in) {
    byte[] buffer = new byte[BUFFER];
    try {
      while (!enough()) {
        int read = in.read(buffer, 0, buffer.length);
        if (read < 0) {
          break;
        }
        for (int i = 0; i < read && !enough(); i++) {
          next(buffer[i]);
        }
      }
    } catch (IOException e) {
      // It broke off: what was seen until then is what there is, and it isn't complete.
    } finally {
      Arrays.fill(buffer, (byte) 0);
      Arrays.fill(kept, (byte) 0);
    }
    return this;
  }

  private boolean enough() {
    return complete
        || broken
        || elements >= stopAfter
        || (root == Root.OBJECT && members.size() == wanted.size());
  }

  private void next(byte b) {
    if (inString) {
      string(b);
      return;
    }
    switch (b) {
      case ' ', '\t', '\r', '\n' -> endWord();
      case '"' -> {
        value();
        inString = true;
        keptLength = 0;
        keeping = depth == 1 && root == Root.OBJECT && (atKey || wanted.contains(key));
      }
      case '[', '{' -> open(b);
      case ']', '}' -> {
        endWord();
        depth--;
        complete = depth == 0;
        broken |= depth < 0;
      }
      case ',' -> {
        endWord();
        inElement &= depth != 1;
        if (depth == 1) {
          atKey = root == Root.OBJECT;
          key = "";
        }
      }
      case ':' -> atKey &= depth != 1;
      default -> word(b);
    }
  }

  private void open(byte b) {
    if (depth == 0) {
      root = b == '[' ? Root.ARRAY : Root.OBJECT;
      atKey = root == Root.OBJECT;
    } else {
      value();
    }
    depth++;
    broken |= depth > MAX_DEPTH;
  }

  /** A value begins. */
  private void value() {
    broken |= depth == 0;
    if (depth == 1 && root == Root.ARRAY && !inElement) {
      inElement = true;
      elements++;
    }
  }

  private void string(byte b) {
    if (escaped) {
      escaped = false;
      keep(b);
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      inString = false;
      if (keeping && atKey) {
        key = wantedKey();
      } else if (keeping) {
        store();
      }
      keeping = false;
    } else {
      keep(b);
    }
  }

  private void word(byte b) {
    if (!keeping) {
      value();
      keptLength = 0;
      keeping = depth == 1 && root == Root.OBJECT && !atKey && wanted.contains(key);
    }
    keep(b);
  }

  private void endWord() {
    if (keeping) {
      store();
      keeping = false;
    }
  }

  private void keep(byte b) {
    if (keeping && keptLength < MAX_KEPT) {
      kept[keptLength++] = b;
    }
  }

  /** Compared with the few that are wanted, so that no other key becomes a String. */
  private String wantedKey() {
    for (String name : wanted) {
      byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
      if (Arrays.equals(bytes, 0, bytes.length, kept, 0, keptLength)) {
        return name;
      }
    }
    return "";
  }

  private void store() {
    if (!key.isEmpty()) {
      members.put(key, new String(kept, 0, keptLength, StandardCharsets.US_ASCII));
    }
  }
}
