package huisclos.desk.web.dicomweb;

import huisclos.desk.web.Call;
import java.net.URI;

/** Where DICOMweb's resources are (PS3.18 §10). */
final class DicomWeb {
  /** The base of every path. */
  static final String ROOT = "/dicom-web";

  private DicomWeb() {}

  /** What relative URIs in a request's body are relative to. */
  static URI base(Call call) {
    return URI.create(call.origin() + call.path());
  }

  static String study(Call call, String study) {
    return call.origin() + ROOT + "/studies/" + study;
  }

  static String instance(Call call, String study, String series, String instance) {
    return study(call, study) + "/series/" + series + "/instances/" + instance;
  }
}
