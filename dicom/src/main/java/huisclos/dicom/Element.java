package huisclos.dicom;

/**
 * One data element (PS3.5 §7.1): a tag, a VR and what it holds. Immutable but for the byte arrays,
 * which are not copied and must not be changed. {@code toString} never shows a value.
 */
public sealed interface Element
    permits ValueElement, SequenceElement, FragmentsElement, BulkElement {
  int tag();

  Vr vr();
}
