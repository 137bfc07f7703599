package huisclos.desk.web.wado;

import huisclos.archive.StoredInstance;
import huisclos.desk.web.Call;
import huisclos.dicom.BulkElement;
import huisclos.dicom.DataSet;
import huisclos.dicom.Element;
import huisclos.dicom.FragmentsElement;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.Tags;
import huisclos.dicom.ValueElement;
import huisclos.dicom.Vr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts BulkDataURIs in the place of what metadata leaves out (PS3.18 §F.2.6): pixel data, binary
 * values of more than {@value #INLINE_BYTES} bytes, and whatever was left in its source.
 *
 * @param instance URL of the instance
 */
record BulkLinks(String instance) {
  static final int INLINE_BYTES = 1024;

  private static final int PIXEL_GROUP = 0x7FE0;

  /** The URL of an instance. */
  static String url(Call call, StoredInstance instance) {
    return call.origin()
        + "/dicom-web/studies/"
        + instance.studyUid()
        + "/series/"
        + instance.seriesUid()
        + "/instances/"
        + instance.sopInstance();
  }

  String url(BulkPath path) {
    return instance + "/bulkdata/" + path;
  }

  /** A data set with links instead of bulk values; what isn't bulk is shared with the original. */
  DataSet in(DataSet set) {
    return in(set, Optional.empty(), 0);
  }

  private DataSet in(DataSet set, Optional<BulkPath> sequence, int item) {
    DataSet linked = new DataSet();
    for (Element element : set) {
      BulkPath path = path(sequence, item, element.tag());
      linked.put(
          element instanceof SequenceElement nested
              ? nested(nested, path)
              : isBulk(element)
                  ? BulkElement.elsewhere(element.tag(), element.vr(), url(path))
                  : element);
    }
    return linked;
  }

  private SequenceElement nested(SequenceElement sequence, BulkPath path) {
    List<DataSet> items = new ArrayList<>();
    for (DataSet one : sequence.items()) {
      items.add(in(one, Optional.of(path), items.size() + 1));
    }
    return new SequenceElement(sequence.tag(), items);
  }

  /** Where the bulk values of a data set lie, in their order. */
  static void each(DataSet set, Consumer<BulkPath> visitor) {
    each(set, Optional.empty(), 0, visitor);
  }

  private static void each(
      DataSet set, Optional<BulkPath> sequence, int item, Consumer<BulkPath> visitor) {
    for (Element element : set) {
      BulkPath path = path(sequence, item, element.tag());
      if (element instanceof SequenceElement nested) {
        for (int i = 0; i < nested.items().size(); i++) {
          each(nested.items().get(i), Optional.of(path), i + 1, visitor);
        }
      } else if (isBulk(element)) {
        visitor.accept(path);
      }
    }
  }

  private static BulkPath path(Optional<BulkPath> sequence, int item, int tag) {
    return sequence.map(s -> s.in(item, tag)).orElseGet(() -> BulkPath.of(tag));
  }

  private static boolean isBulk(Element element) {
    return switch (element) {
      case BulkElement _, FragmentsElement _ -> true;
      case SequenceElement _ -> false;
      case ValueElement value ->
          isBinary(value.vr())
              && !value.isEmpty()
              && (value.length() > INLINE_BYTES || Tags.group(value.tag()) == PIXEL_GROUP);
    };
  }

  private static boolean isBinary(Vr vr) {
    return switch (vr) {
      case OB, OD, OF, OL, OV, OW, UN -> true;
      default -> false;
    };
  }
}
