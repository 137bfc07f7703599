package huisclos.dicom;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Data elements in ascending order of their tags (PS3.5 §7.1), each tag once: a data set, an item,
 * a command set or file meta information.
 *
 * <p>Values are read and written through the VR; text by the set's Specific Character Set
 * (0008,0005), which an item that has none takes over from the set it is put in. Mutable and not
 * thread-safe. {@code toString} shows tags, VRs and lengths, never values.
 */
public final class DataSet implements Iterable<Element> {
  private int[] tags = new int[8];
  private @Nullable Element[] elements = new @Nullable Element[8];
  private int size;

  /** The repertoire of the enclosing set. */
  private SpecificCharacterSet inherited;

  /** The repertoire in force, once it has been asked for. */
  private @Nullable SpecificCharacterSet characterSet;

  /** An empty data set of the default character repertoire. */
  public DataSet() {
    this(SpecificCharacterSet.DEFAULT);
  }

  /** An empty data set of this repertoire for as long as it has no (0008,0005) of its own. */
  DataSet(SpecificCharacterSet inherited) {
    this.inherited = inherited;
  }

  private int find(int tag) {
    int low = 0;
    int high = size - 1;
    if (size > 0 && Tags.compare(tags[high], tag) < 0) {
      return ~size;
    }
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Tags.compare(tags[middle], tag);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return ~low;
  }

  private Element at(int index) {
    Element element = elements[index];
    if (element == null) {
      throw new NoSuchElementException();
    }
    return element;
  }

  /** The element of this tag. */
  public Optional<Element> get(int tag) {
    int i = find(tag);
    return i < 0 ? Optional.empty() : Optional.of(at(i));
  }

  public boolean contains(int tag) {
    return find(tag) >= 0;
  }

  /** How many elements there are at this level. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** The tags, ascending (unsigned). */
  public int[] tags() {
    return Arrays.copyOf(tags, size);
  }

  @Override
  public Iterator<Element> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Element next() {
        if (next >= size) {
          throw new NoSuchElementException();
        }
        return at(next++);
      }
    };
  }

  /** Puts an element in its place, instead of one of the same tag. */
  public void put(Element element) {
    int i = find(element.tag());
    if (i < 0) {
      i = ~i;
      insert(i, element);
    } else {
      elements[i] = element;
    }
    settle(element);
  }

  /** Adds an element, unless there is one of its tag; says whether it was added. */
  boolean add(Element element) {
    int i = find(element.tag());
    if (i >= 0) {
      return false;
    }
    insert(~i, element);
    if (element.tag() == Tag.SPECIFIC_CHARACTER_SET) {
      settle(element);
    }
    return true;
  }

  private void insert(int i, Element element) {
    if (size == tags.length) {
      tags = Arrays.copyOf(tags, size * 2);
      elements = Arrays.copyOf(elements, size * 2);
    }
    System.arraycopy(tags, i, tags, i + 1, size - i);
    System.arraycopy(elements, i, elements, i + 1, size - i);
    tags[i] = element.tag();
    elements[i] = element;
    size++;
  }

  /** Removes the element of this tag, if there is one. */
  public void remove(int tag) {
    int i = find(tag);
    if (i >= 0) {
      size--;
      System.arraycopy(tags, i + 1, tags, i, size - i);
      System.arraycopy(elements, i + 1, elements, i, size - i);
      elements[size] = null;
      if (tag == Tag.SPECIFIC_CHARACTER_SET) {
        repertoireChanged();
      }
    }
  }

  private void settle(Element element) {
    if (element.tag() == Tag.SPECIFIC_CHARACTER_SET) {
      repertoireChanged();
    } else if (element instanceof SequenceElement sequence) {
      sequence.items().forEach(item -> item.inherit(characterSet()));
    }
  }

  private void repertoireChanged() {
    characterSet = null;
    for (Element element : this) {
      if (element instanceof SequenceElement sequence) {
        sequence.items().forEach(item -> item.inherit(characterSet()));
      }
    }
  }

  private void inherit(SpecificCharacterSet repertoire) {
    if (inherited != repertoire) {
      inherited = repertoire;
      if (!contains(Tag.SPECIFIC_CHARACTER_SET)) {
        repertoireChanged();
      }
    }
  }

  /** The repertoire of this set's text: its own (0008,0005), else that of the enclosing set. */
  public SpecificCharacterSet characterSet() {
    SpecificCharacterSet known = characterSet;
    if (known == null) {
      int i = find(Tag.SPECIFIC_CHARACTER_SET);
      known =
          i >= 0 && at(i) instanceof ValueElement own
              ? SpecificCharacterSet.of(Values.strings(own, SpecificCharacterSet.DEFAULT))
              : inherited;
      characterSet = known;
    }
    return known;
  }

  private @Nullable ValueElement value(int tag) {
    int i = find(tag);
    return i >= 0 && at(i) instanceof ValueElement value ? value : null;
  }

  /**
   * The values as text: trimmed as the VR allows and decoded; numbers in decimal, tags as eight
   * hexadecimal digits. Empty for an absent or empty element, and for bytes, sequences and values
   * left in the source.
   */
  public List<String> strings(int tag) {
    ValueElement value = value(tag);
    return value == null ? List.of() : Values.strings(value, characterSet());
  }

  /** The first of {@link #strings}, unless it is empty. */
  public Optional<String> string(int tag) {
    List<String> values = strings(tag);
    return values.isEmpty() || values.getFirst().isEmpty()
        ? Optional.empty()
        : Optional.of(values.getFirst());
  }

  /** The first of {@link #strings}, or this one where that is absent or empty. */
  public String string(int tag, String otherwise) {
    return string(tag).orElse(otherwise);
  }

  /**
   * The whole numbers of a US, SS, UL, SL, UV, SV or IS element; those that are none are left out.
   */
  public long[] integers(int tag) {
    ValueElement value = value(tag);
    return value == null ? new long[0] : Values.integers(value, characterSet());
  }

  /** The first of {@link #integers}. */
  public OptionalLong longInteger(int tag) {
    long[] numbers = integers(tag);
    return numbers.length == 0 ? OptionalLong.empty() : OptionalLong.of(numbers[0]);
  }

  /** The first of {@link #integers} if it fits an {@code int}. */
  public OptionalInt integer(int tag) {
    long[] numbers = integers(tag);
    return numbers.length == 0 || numbers[0] != (int) numbers[0]
        ? OptionalInt.empty()
        : OptionalInt.of((int) numbers[0]);
  }

  /** The tags that an AT element names. */
  public int[] tagValues(int tag) {
    ValueElement value = value(tag);
    return value == null || value.vr() != Vr.AT ? new int[0] : Values.tags(value);
  }

  /** The items of a sequence; empty where there is none. */
  public List<DataSet> items(int tag) {
    int i = find(tag);
    return i >= 0 && at(i) instanceof SequenceElement sequence ? sequence.items() : List.of();
  }

  /** Puts text of the dictionary's VR. */
  public void putString(int tag, String... values) {
    putString(tag, Dictionary.vrOf(tag), values);
  }

  /** Puts text of this VR, joined by backslashes, encoded in this set's repertoire, padded even. */
  public void putString(int tag, Vr vr, String... values) {
    put(Values.ofStrings(tag, vr, characterSet(), List.of(values)));
  }

  /** Puts numbers of the dictionary's VR: US, SS, UL, SL, UV, SV, AT, IS or DS. */
  public void putInt(int tag, int... values) {
    put(Values.ofIntegers(tag, Dictionary.vrOf(tag), values));
  }

  /** Puts bytes as they are (numbers in little endian order), padded even. */
  public void putBytes(int tag, Vr vr, byte[] bytes) {
    put(new ValueElement(tag, vr, Values.even(bytes, vr)));
  }

  /** Puts a sequence. */
  public void putItems(int tag, List<DataSet> items) {
    put(new SequenceElement(tag, items));
  }

  /** Puts an element without a value, of the dictionary's VR. */
  public void putEmpty(int tag) {
    Vr vr = Dictionary.vrOf(tag);
    put(vr == Vr.SQ ? new SequenceElement(tag, List.of()) : ValueElement.empty(tag, vr));
  }

  /** A new set of those of these elements that are here; values and items are shared. */
  public DataSet copyOf(Collection<Integer> wanted) {
    DataSet copy = new DataSet(characterSet());
    for (int tag : wanted) {
      get(tag).ifPresent(copy::add);
    }
    return copy;
  }

  /** Removes every group length (gggg,0000), in items too: retired, and wrong after any change. */
  public void removeGroupLengths() {
    for (int tag : tags()) {
      if (Tags.isGroupLength(tag)) {
        remove(tag);
      } else {
        items(tag).forEach(DataSet::removeGroupLengths);
      }
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ", ").append(at(i));
    }
    return text.append('}').toString();
  }
}
