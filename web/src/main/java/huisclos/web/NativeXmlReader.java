package huisclos.web;

import huisclos.dicom.BulkElement;
import huisclos.dicom.DataSet;
import huisclos.dicom.Dictionary;
import huisclos.dicom.Element;
import huisclos.dicom.Limits;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import huisclos.dicom.ValueElement;
import huisclos.dicom.Vr;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads one document of the native DICOM model. Recursive, no deeper than {@link Limits#MAX_DEPTH}.
 * For one document and one thread.
 */
final class NativeXmlReader {
  /** What an element takes beside its value. */
  private static final int ELEMENT_BYTES = 64;

  private static final int FIRST_BLOCK = 0x10;
  private static final int LAST_BLOCK = 0xFF;

  private final XMLStreamReader xml;
  private boolean nonAscii;
  private int elements;
  private long held;

  NativeXmlReader(XMLStreamReader xml) {
    this.xml = xml;
  }

  DataSet document() throws XMLStreamException, ModelException {
    if (!child() || !xml.getLocalName().equals("NativeDicomModel")) {
      throw new ModelException("no native DICOM model");
    }
    DataSet set = dataSet(0);
    while (xml.hasNext()) {
      require(xml.next() != XMLStreamConstants.START_ELEMENT);
    }
    if (nonAscii) {
      declareUtf8(set);
    }
    return set;
  }

  /** Goes to the next element within the current one; false at the current one's end. */
  private boolean child() throws XMLStreamException, ModelException {
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++elements > Limits.MAX_ELEMENTS) {
            throw new ModelException("too many elements");
          }
          hold(ELEMENT_BYTES);
          return true;
        }
        case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
          return false;
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new ModelException("a document type or an entity");
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> require(xml.isWhiteSpace());
        default -> {}
      }
    }
    return false;
  }

  /** The attributes within the current element. */
  private DataSet dataSet(int depth) throws XMLStreamException, ModelException {
    if (depth > Limits.MAX_DEPTH) {
      throw new ModelException("too deep");
    }
    DataSet set = new DataSet();
    while (child()) {
      require(xml.getLocalName().equals("DicomAttribute"));
      int tag = placed(set, tag(attribute("tag")), attribute("privateCreator"));
      Vr vr = vr(tag, attribute("vr"));
      Element element = element(tag, vr, depth);
      if (Tags.group(tag) != 0x0002 && !Tags.isGroupLength(tag)) {
        require(Tags.group(tag) != 0xFFFE && set.get(tag).isEmpty());
        set.put(element);
      }
    }
    if (set.contains(Tag.SPECIFIC_CHARACTER_SET)) {
      declareUtf8(set);
    }
    return set;
  }

  /** The text is UTF-8, whatever the document said of itself. */
  private static void declareUtf8(DataSet set) {
    set.putString(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192");
  }

  private String attribute(String name) {
    return Optional.ofNullable(xml.getAttributeValue(null, name)).orElse("");
  }

  private static int tag(String hex) throws ModelException {
    require(hex.length() == 8 && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0));
    return Integer.parseUnsignedInt(hex, 16);
  }

  private static Vr vr(int tag, String code) throws ModelException {
    Vr vr = code.isEmpty() ? Dictionary.vrOf(tag) : Vr.of(code).orElse(Vr.UN);
    require(code.isEmpty() || vr != Vr.UN || code.equals("UN"));
    return vr;
  }

  /** A private attribute may come without its block: it gets the one that its creator has. */
  private int placed(DataSet set, int tag, String creator) throws ModelException {
    boolean open =
        Tags.isPrivate(tag) && Tags.element(tag) < FIRST_BLOCK << 4 && !creator.isEmpty();
    if (!open) {
      return tag;
    }
    for (int block = FIRST_BLOCK; block <= LAST_BLOCK; block++) {
      int holder = Tags.of(Tags.group(tag), block);
      if (!set.contains(holder)) {
        set.put(encoded(holder, Vr.LO, List.of(creator)));
      }
      if (set.string(holder, "").equals(creator)) {
        return Tags.of(Tags.group(tag), block << 8 | Tags.element(tag));
      }
    }
    throw new ModelException("no block is free");
  }

  /** The value of the current attribute, to its end. */
  private Element element(int tag, Vr vr, int depth) throws XMLStreamException, ModelException {
    List<String> values = new ArrayList<>();
    List<DataSet> items = new ArrayList<>();
    Optional<Element> whole = Optional.empty();
    while (child()) {
      require(whole.isEmpty());
      switch (xml.getLocalName()) {
        case "Value" -> {
          int number = number(values.size());
          values.add(text());
          require(number == values.size());
        }
        case "PersonName" -> {
          int number = number(values.size());
          values.add(name());
          require(number == values.size());
        }
        case "Item" -> {
          require(vr == Vr.SQ);
          items.add(dataSet(depth + 1));
        }
        case "InlineBinary" -> {
          require(!vr.isString() && vr != Vr.SQ);
          byte[] bytes = Base64.getMimeDecoder().decode(text());
          hold(bytes.length);
          whole = Optional.of(padded(tag, vr, bytes));
        }
        case "BulkData" -> {
          String uri = attribute("uri").isEmpty() ? attribute("uuid") : attribute("uri");
          require(!uri.isEmpty() && vr != Vr.SQ && !child());
          hold(uri.length());
          whole = Optional.of(BulkElement.elsewhere(tag, vr, uri));
        }
        default -> throw new ModelException("an unknown element");
      }
      require((values.isEmpty() && items.isEmpty()) || whole.isEmpty());
    }
    if (whole.isPresent()) {
      return whole.get();
    }
    if (vr == Vr.SQ) {
      require(values.isEmpty());
      return new SequenceElement(tag, items);
    }
    return encoded(tag, vr, values);
  }

  private int number(int before) throws ModelException {
    String number = attribute("number");
    // Values without a number are numbered as they come.
    if (number.isEmpty()) {
      return before + 1;
    }
    require(number.length() < 10 && number.chars().allMatch(c -> c >= '0' && c <= '9'));
    return Integer.parseInt(number);
  }

  /** The text of the current element, to its end. */
  private String text() throws XMLStreamException, ModelException {
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (xml.next()) {
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          hold(xml.getTextLength());
          text.append(xml.getText());
        }
        case XMLStreamConstants.END_ELEMENT -> {
          return text.toString();
        }
        case XMLStreamConstants.COMMENT, XMLStreamConstants.PROCESSING_INSTRUCTION -> {}
        default -> throw new ModelException("no plain text");
      }
    }
  }

  private String name() throws XMLStreamException, ModelException {
    String[] groups = {"", "", ""};
    while (child()) {
      int group = NativeXmlWriter.NAME_GROUPS.indexOf(xml.getLocalName());
      require(group >= 0);
      String[] components = {"", "", "", "", ""};
      while (child()) {
        int component = NativeXmlWriter.NAME_COMPONENTS.indexOf(xml.getLocalName());
        require(component >= 0);
        components[component] = text();
      }
      groups[group] = String.join("^", components).replaceAll("\\^+$", "");
    }
    return String.join("=", groups).replaceAll("=+$", "");
  }

  private ValueElement encoded(int tag, Vr vr, List<String> values) throws ModelException {
    if (values.isEmpty()) {
      return ValueElement.empty(tag, vr);
    }
    Optional<ValueElement> element = ValueText.encode(tag, vr, values);
    require(element.isPresent());
    nonAscii |= values.stream().anyMatch(v -> v.chars().anyMatch(c -> c >= 0x80));
    hold(element.get().length());
    return element.get();
  }

  private static ValueElement padded(int tag, Vr vr, byte[] bytes) {
    return ValueText.padded(tag, vr, bytes);
  }

  private static void require(boolean ofTheModel) throws ModelException {
    if (!ofTheModel) {
      throw new ModelException("not of the native DICOM model");
    }
  }

  private void hold(long bytes) throws ModelException {
    held += bytes;
    if (held > Limits.MAX_HELD_BYTES) {
      throw new ModelException("the document is too long");
    }
  }
}
