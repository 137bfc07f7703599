package huisclos.web;

import huisclos.dicom.BulkElement;
import huisclos.dicom.DataSet;
import huisclos.dicom.Dictionary;
import huisclos.dicom.Element;
import huisclos.dicom.FragmentsElement;
import huisclos.dicom.PersonName;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import huisclos.dicom.ValueElement;
import huisclos.dicom.Vr;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes one document of the native DICOM model. */
final class NativeXmlWriter {
  static final List<String> NAME_GROUPS = List.of("Alphabetic", "Ideographic", "Phonetic");
  static final List<String> NAME_COMPONENTS =
      List.of("FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix");

  private final XMLStreamWriter xml;

  NativeXmlWriter(XMLStreamWriter xml) {
    this.xml = xml;
  }

  void document(DataSet set) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("NativeDicomModel");
    xml.writeDefaultNamespace(NativeXml.NAMESPACE);
    xml.writeAttribute("xml:space", "preserve");
    dataSet(set);
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void dataSet(DataSet set) throws XMLStreamException {
    for (Element element : set) {
      if (Tags.group(element.tag()) != 0x0002 && !Tags.isGroupLength(element.tag())) {
        attribute(set, element);
      }
    }
  }

  private void attribute(DataSet set, Element element) throws XMLStreamException {
    int tag = element.tag();
    Vr vr = element instanceof SequenceElement ? Vr.SQ : element.vr();
    xml.writeStartElement("DicomAttribute");
    xml.writeAttribute("tag", Tags.hex(tag));
    xml.writeAttribute("vr", vr.name());
    Optional<String> keyword = Dictionary.find(tag).map(Dictionary.Entry::keyword);
    if (keyword.isPresent() && !keyword.get().isEmpty()) {
      xml.writeAttribute("keyword", keyword.get());
    }
    if (Tags.isPrivate(tag) && !Tags.isPrivateCreator(tag)) {
      String creator = set.string(creatorOf(tag), "");
      if (!creator.isEmpty()) {
        xml.writeAttribute("privateCreator", clean(creator));
      }
    }
    switch (element) {
      case SequenceElement sequence -> items(sequence.items());
      case BulkElement bulk -> {
        if (!bulk.uri().isEmpty()) {
          xml.writeEmptyElement("BulkData");
          xml.writeAttribute("uri", bulk.uri());
        }
      }
      case ValueElement value -> value(set, value);
      case FragmentsElement _ -> {}
    }
    xml.writeEndElement();
  }

  /** The element that says whose a private attribute is (PS3.5 §7.8.1). */
  static int creatorOf(int tag) {
    return Tags.of(Tags.group(tag), Tags.element(tag) >>> 8);
  }

  private void items(List<DataSet> items) throws XMLStreamException {
    int number = 0;
    for (DataSet item : items) {
      xml.writeStartElement("Item");
      xml.writeAttribute("number", Integer.toString(++number));
      dataSet(item);
      xml.writeEndElement();
    }
  }

  private void value(DataSet set, ValueElement value) throws XMLStreamException {
    if (value.isEmpty()) {
      return;
    }
    if (value.tag() == Tag.SPECIFIC_CHARACTER_SET) {
      text("Value", 1, "ISO_IR 192");
    } else if (isBinary(value.vr()) || value.length() % value.vr().unitBytes() != 0) {
      xml.writeStartElement("InlineBinary");
      xml.writeCharacters(Base64.getEncoder().encodeToString(value.bytes()));
      xml.writeEndElement();
    } else {
      int number = 0;
      for (String one : set.strings(value.tag())) {
        number++;
        if (value.vr() == Vr.PN) {
          name(number, PersonName.parse(one));
        } else {
          text("Value", number, one);
        }
      }
    }
  }

  static boolean isBinary(Vr vr) {
    return switch (vr) {
      case OB, OD, OF, OL, OV, OW, UN -> true;
      case AE,
          AS,
          AT,
          CS,
          DA,
          DS,
          DT,
          FD,
          FL,
          IS,
          LO,
          LT,
          PN,
          SH,
          SL,
          SQ,
          SS,
          ST,
          SV,
          TM,
          UC,
          UI,
          UL,
          UR,
          US,
          UT,
          UV ->
          false;
    };
  }

  private void text(String name, int number, String text) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeAttribute("number", Integer.toString(number));
    characters(text);
    xml.writeEndElement();
  }

  /** A carriage return goes as a reference: a reader makes a line feed of any other. */
  private void characters(String text) throws XMLStreamException {
    String[] lines = clean(text).split("\r", -1);
    for (int i = 0; i < lines.length; i++) {
      if (i > 0) {
        xml.writeEntityRef("#13");
      }
      xml.writeCharacters(lines[i]);
    }
  }

  private void name(int number, PersonName name) throws XMLStreamException {
    xml.writeStartElement("PersonName");
    xml.writeAttribute("number", Integer.toString(number));
    List<PersonName.Group> groups = List.of(name.alphabetic(), name.ideographic(), name.phonetic());
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).isEmpty()) {
        continue;
      }
      xml.writeStartElement(NAME_GROUPS.get(i));
      List<String> components = groups.get(i).components();
      for (int c = 0; c < Math.min(components.size(), NAME_COMPONENTS.size()); c++) {
        if (!components.get(c).isEmpty()) {
          xml.writeStartElement(NAME_COMPONENTS.get(c));
          characters(components.get(c));
          xml.writeEndElement();
        }
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  /** Without what is no character of XML 1.0 (§2.2). */
  private static String clean(String text) {
    if (text.chars().allMatch(c -> c >= ' ' && c < 0xD800)) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().map(c -> isCharacter(c) ? c : 0xFFFD).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isCharacter(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= ' ' && c < 0xD800)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
