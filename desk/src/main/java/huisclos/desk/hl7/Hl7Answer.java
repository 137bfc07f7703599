package huisclos.desk.hl7;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/** Acknowledgments in original mode (HL7 §2.9.2), with nothing of the message but its header. */
final class Hl7Answer {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);
  private static final int MAX_ECHOED = 250;

  private Hl7Answer() {}

  static byte[] accepted(byte[] message) {
    return bytes(header(message) + "MSA|AA|" + echoed(message, 10) + "\r");
  }

  static byte[] refused(byte[] message, Hl7Fault fault) {
    String error = "%d^%s^HL70357".formatted(fault.code().number(), fault.code().words());
    String words = fault.getMessage().replaceAll("[|^~\\\\&]", " ");
    return bytes(
        header(message)
            + "MSA|%s|%s|%s\r".formatted(fault.acknowledgment(), echoed(message, 10), words)
            + "ERR|||%s|E||||%s\r".formatted(error, words));
  }

  private static String header(byte[] message) {
    String event = echoed(message, 9).replaceAll("^[^^]*\\^?", "").replaceAll("\\^.*$", "");
    String version = echoed(message, 12);
    return "MSH|^~\\&|%s|%s|%s|%s|%s||ACK%s|%s|%s|%s\r"
        .formatted(
            echoed(message, 5),
            echoed(message, 6),
            echoed(message, 3),
            echoed(message, 4),
            LocalDateTime.now(java.time.ZoneId.systemDefault()).format(STAMP),
            event.isEmpty() ? "" : "^" + event,
            UUID.randomUUID().toString().replace("-", "").substring(0, 20),
            echoed(message, 11).isEmpty() ? "P" : echoed(message, 11),
            version.isEmpty() ? "2.3.1" : version);
  }

  /** A field of the header byte for byte. */
  private static String echoed(byte[] message, int field) {
    String value = Hl7Message.header(message, field);
    return value.length() <= MAX_ECHOED ? value : value.substring(0, MAX_ECHOED);
  }

  /** Latin-1 gives back each byte that was read so. */
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
