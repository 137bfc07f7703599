package huisclos.probe.finding;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is expected behind a port, by the scope's table of ports. */
public enum DoorKind {
  DICOM,
  DICOM_TLS,
  HTTP,
  HTTPS,
  /** HL7 v2 over MLLP: connected to, never spoken to, for a message is a write. */
  HL7,
  FTP,
  SMB;

  /** As a scope names it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind that a scope names so. */
  public static Optional<DoorKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** Whether TLS is laid over the connection from the start. */
  public boolean secured() {
    return this == DICOM_TLS || this == HTTPS;
  }
}
