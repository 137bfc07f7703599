package huisclos.dicom;

import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes a data set that is held in memory. For one document and one thread. */
final class JsonTreeWriter {
  private final JsonGenerator json;
  private final JsonOptions options;
  private final JsonValueWriter values;

  JsonTreeWriter(JsonGenerator json, JsonOptions options) {
    this.json = json;
    this.options = options;
    this.values = new JsonValueWriter(json);
  }

  void dataSet(DataSet set, int depth) throws DicomException {
    if (depth > Limits.MAX_DEPTH) {
      throw new DicomException(Rule.DEPTH);
    }
    json.writeStartObject();
    for (Element element : set) {
      if (DicomJson.isShown(element.tag())) {
        json.writeName(Tags.hex(element.tag()));
        json.writeStartObject();
        element(element, set, depth);
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private void element(Element element, DataSet set, int depth) throws DicomException {
    switch (element) {
      case ValueElement value -> value(value, set);
      case SequenceElement sequence -> sequence(sequence.items(), depth);
      case FragmentsElement fragments -> fragments(fragments);
      case BulkElement bulk -> {
        vr(bulk.vr());
        if (!bulk.uri().isEmpty()) {
          json.writeStringProperty("BulkDataURI", bulk.uri());
        }
      }
    }
  }

  private void vr(Vr vr) {
    json.writeStringProperty("vr", vr.code());
  }

  private void value(ValueElement element, DataSet set) throws DicomException {
    if (element.tag() == Tag.SPECIFIC_CHARACTER_SET) {
      values.characterSet();
      return;
    }
    Vr vr = JsonValueWriter.shown(element.vr(), element.length());
    vr(vr);
    if (element.isEmpty() || element.length() > options.maxValueBytes()) {
      return;
    }
    DicomJson.checkText(vr, element.length(), -1, element.tag());
    values.value(vr, element.bytes(), set.characterSet());
  }

  private void sequence(List<DataSet> items, int depth) throws DicomException {
    vr(Vr.SQ);
    if (items.isEmpty()) {
      return;
    }
    json.writeName("Value");
    json.writeStartArray();
    for (DataSet item : items) {
      dataSet(item, depth + 1);
    }
    json.writeEndArray();
  }

  private void fragments(FragmentsElement element) {
    vr(element.vr());
    if (!options.everything()) {
      return;
    }
    json.writeName(DicomJson.FRAGMENTS);
    json.writeStartArray();
    fragment(element.offsetTable());
    element.fragments().forEach(this::fragment);
    json.writeEndArray();
  }

  private void fragment(byte[] bytes) {
    json.writeStartObject();
    if (bytes.length > 0) {
      json.writeName("InlineBinary");
      json.writeBinary(bytes);
    }
    json.writeEndObject();
  }
}
