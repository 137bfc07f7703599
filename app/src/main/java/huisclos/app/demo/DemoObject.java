package huisclos.app.demo;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.TransferSyntax;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/**
 * One instance of the demo. Its content is made when it is asked for, anew and alike each time, and
 * held by nobody: at most some 9 MB. Thread-safe.
 */
public final class DemoObject {
  private final DemoStudy study;
  private final DemoSeries series;
  private final String sopInstance;
  private final Supplier<DataSet> maker;

  DemoObject(DemoStudy study, DemoSeries series, String sopInstance, Supplier<DataSet> maker) {
    this.study = study;
    this.series = series;
    this.sopInstance = sopInstance;
    this.maker = maker;
  }

  public DemoStudy study() {
    return study;
  }

  public DemoSeries series() {
    return series;
  }

  /** SOP Class UID. */
  public String sopClass() {
    return series.sopClass();
  }

  /** SOP Instance UID. */
  public String sopInstance() {
    return sopInstance;
  }

  /** The syntax {@link #writeTo} writes. */
  public TransferSyntax transferSyntax() {
    return TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  }

  /** Makes the data set, pixels included. */
  public DataSet dataSet() {
    return maker.get();
  }

  /** Makes the data set and writes it: no preamble, no file meta information. */
  public void writeTo(OutputStream out) throws IOException {
    DataSetWriter.write(dataSet(), out, transferSyntax());
  }

  @Override
  public String toString() {
    return "DemoObject[" + sopInstance + "]";
  }
}
