package huisclos.desk.web.wado;

import huisclos.dicom.DataSetReader;
import huisclos.dicom.Limits;
import huisclos.dicom.Tags;
import huisclos.dicom.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a bulk value lies in its data set: the last segment of its BulkDataURI, such as {@code
 * 7FE00010} or, in the second item of a sequence, {@code 54000100.2.54001010}.
 *
 * @param steps tag, item (from 1), tag …: an odd number
 */
record BulkPath(List<Integer> steps) {
  private static final Pattern TAG = Pattern.compile("[0-9A-Fa-f]{8}");
  private static final Pattern ITEM = Pattern.compile("[1-9][0-9]{0,5}");
  private static final int MAX_STEPS = 2 * Limits.MAX_DEPTH + 1;

  BulkPath {
    steps = List.copyOf(steps);
  }

  static BulkPath of(int tag) {
    return new BulkPath(List.of(tag));
  }

  /** The element of an item of the sequence that lies here. */
  BulkPath in(int item, int tag) {
    List<Integer> deeper = new ArrayList<>(steps);
    deeper.add(item);
    deeper.add(tag);
    return new BulkPath(deeper);
  }

  int tag() {
    return steps.getLast();
  }

  /** What somebody else wrote; empty where it is no path. */
  static Optional<BulkPath> parse(String text) {
    String[] parts = text.split("\\.", MAX_STEPS + 1);
    if (parts.length > MAX_STEPS || parts.length % 2 == 0) {
      return Optional.empty();
    }
    List<Integer> steps = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      if (!(i % 2 == 0 ? TAG : ITEM).matcher(parts[i]).matches()) {
        return Optional.empty();
      }
      steps.add(i % 2 == 0 ? Integer.parseUnsignedInt(parts[i], 16) : Integer.parseInt(parts[i]));
    }
    return Optional.of(new BulkPath(steps));
  }

  /**
   * Walks to the value.
   *
   * @return the token whose value comes next: an element or fragments; empty where there is none
   */
  Optional<Token> find(DataSetReader reader) throws IOException {
    int at = 0;
    while (true) {
      switch (reader.next()) {
        case Token.ElementHeader element -> {
          if (element.tag() == steps.get(at)) {
            return at == steps.size() - 1 ? Optional.of(element) : Optional.empty();
          }
        }
        case Token.FragmentsStart fragments -> {
          if (fragments.tag() == steps.get(at)) {
            return at == steps.size() - 1 ? Optional.of(fragments) : Optional.empty();
          }
        }
        case Token.SequenceStart sequence -> {
          if (sequence.tag() != steps.get(at)) {
            skip(reader);
          } else if (at == steps.size() - 1 || !enter(reader, steps.get(at + 1))) {
            return Optional.empty();
          } else {
            at += 2;
          }
        }
        case Token.ItemEnd _, Token.End _ -> {
          return Optional.empty();
        }
        case Token.ItemStart _, Token.SequenceEnd _, Token.Fragment _, Token.FragmentsEnd _ -> {}
      }
    }
  }

  /** Goes into an item of the sequence just begun. */
  private static boolean enter(DataSetReader reader, int item) throws IOException {
    for (int i = 1; reader.next() instanceof Token.ItemStart; i++) {
      if (i == item) {
        return true;
      }
      skip(reader);
    }
    return false;
  }

  /** Passes over the rest of the sequence or item just begun. */
  private static void skip(DataSetReader reader) throws IOException {
    int open = 1;
    while (open > 0) {
      switch (reader.next()) {
        case Token.SequenceStart _, Token.ItemStart _ -> open++;
        case Token.SequenceEnd _, Token.ItemEnd _ -> open--;
        case Token.End _ -> {
          return;
        }
        case Token.ElementHeader _,
            Token.FragmentsStart _,
            Token.Fragment _,
            Token.FragmentsEnd _ -> {}
      }
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      text.append(i == 0 ? "" : ".");
      text.append(i % 2 == 0 ? Tags.hex(steps.get(i)) : Integer.toString(steps.get(i)));
    }
    return text.toString();
  }
}
