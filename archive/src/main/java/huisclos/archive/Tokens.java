package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.vault.BlindTokens;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The blind tokens by which sealed values are found: the exact value and the prefixes of up to
 * {@value ArchiveLimits#PREFIX_CHARS} characters of name parts, Patient ID and accession number,
 * year, month and day of birth, and the sound of name parts. All values are normalised first by
 * {@link Normal}.
 *
 * <p>A token is 64 bits wide: what two values share by chance is sorted out by the exact comparison
 * that follows on the opened attributes. Thread-safe.
 */
final class Tokens {
  /** Counted up when other tokens are made of the same values: older ones are made anew. */
  static final int VERSION = 3;

  private final BlindTokens blind;

  Tokens(BlindTokens blind) {
    this.blind = blind;
  }

  /** The tokens of a patient's attributes. */
  Set<Long> ofPatient(DataSet patient) {
    Set<Long> tokens = new LinkedHashSet<>();
    patient.string(Tag.PATIENT_ID).ifPresent(id -> addText(tokens, "patient-id", id));
    for (String name : patient.strings(Tag.PATIENT_NAME)) {
      for (String group : Normal.groups(name)) {
        tokens.add(name(group));
        Normal.parts(group).stream()
            .limit(ArchiveLimits.MAX_NAME_PARTS)
            .forEach(part -> {
              addPrefixes(tokens, "name", part);
              tokens.add(sound(part));
            });
      }
    }
    patient.strings(Tag.PATIENT_BIRTH_DATE).stream()
        .map(DateRange::day)
        .filter(OptionalInt::isPresent)
        .forEach(day -> {
          tokens.add(birthYear(day.getAsInt() / 10_000));
          tokens.add(birthMonth(day.getAsInt() / 100));
          tokens.add(birthDay(day.getAsInt()));
        });
    return tokens;
  }

  /** The tokens of a study's attributes. */
  Set<Long> ofStudy(DataSet study) {
    Set<Long> tokens = new LinkedHashSet<>();
    study.string(Tag.ACCESSION_NUMBER).ifPresent(n -> addText(tokens, "accession", n));
    Reaches.physicians(study).stream()
        .limit(ArchiveLimits.MAX_NAME_PARTS)
        .forEach(group -> tokens.add(physician(group)));
    return tokens;
  }

  /** The token of a physician of a study: a whole normalised component group. */
  long physician(String group) {
    return token("physician", group);
  }

  /** The tokens of an added key's values, for the VRs that are looked up. */
  Set<Long> ofExtra(ExtraKey key, DataSet value) {
    Set<Long> tokens = new LinkedHashSet<>();
    value.strings(key.tag()).stream()
        .limit(ArchiveLimits.MAX_EXTRA_VALUES)
        .forEach(text -> extra(key, text).ifPresent(tokens::add));
    return tokens;
  }

  /** The token of one value of an added key; empty for a VR that is compared only. */
  Optional<Long> extra(ExtraKey key, String value) {
    return switch (key.vr()) {
      case AE, AS, CS, LO, LT, SH, ST, UC, UI, UR, UT ->
          Optional.of(token("extra/" + key.name(), Normal.text(value)));
      default -> Optional.empty();
    };
  }

  private void addText(Set<Long> tokens, String kind, String value) {
    String text = Normal.text(value);
    tokens.add(token(kind, text));
    addPrefixes(tokens, kind, text);
  }

  private void addPrefixes(Set<Long> tokens, String kind, String text) {
    int end = 0;
    for (int n = 1; n <= ArchiveLimits.PREFIX_CHARS && end < text.length(); n++) {
      end = text.offsetByCodePoints(end, 1);
      tokens.add(token(kind + "-prefix", text.substring(0, end)));
    }
  }

  long patientId(String value) {
    return token("patient-id", Normal.text(value));
  }

  long accession(String value) {
    return token("accession", Normal.text(value));
  }

  /** The token of a whole normalised component group. */
  long name(String group) {
    return token("name", group);
  }

  /** The token of how a name part sounds, see {@link Sound}. */
  long sound(String part) {
    return token("name-sound", Sound.of(part));
  }

  /** The token of what a name part begins with; of a longer prefix, of its beginning. */
  long namePrefix(String prefix) {
    return prefix("name", prefix);
  }

  long patientIdPrefix(String prefix) {
    return prefix("patient-id", Normal.text(prefix));
  }

  long accessionPrefix(String prefix) {
    return prefix("accession", Normal.text(prefix));
  }

  private long prefix(String kind, String text) {
    int points = Math.min(ArchiveLimits.PREFIX_CHARS, text.codePointCount(0, text.length()));
    return token(kind + "-prefix", text.substring(0, text.offsetByCodePoints(0, points)));
  }

  long birthYear(int year) {
    return token("birth-year", Integer.toString(year));
  }

  long birthMonth(int yearAndMonth) {
    return token("birth-month", Integer.toString(yearAndMonth));
  }

  long birthDay(int day) {
    return token("birth-day", Integer.toString(day));
  }

  /** What a patient record is known by: issuer and Patient ID exactly as they are, 16 bytes. */
  byte[] identity(String issuer, String patientId) {
    return blind.token("identity", issuer + '\0' + patientId);
  }

  /** What an identifier is known by exactly as it is, of this kind, 16 bytes. */
  byte[] exact(String kind, String value) {
    return blind.token(kind, value);
  }

  /** Tells one account of a patient from another, 16 bytes. */
  byte[] digest(byte[] encoded) {
    return blind.token("demographic", HexFormat.of().formatHex(encoded));
  }

  private long token(String kind, String value) {
    return ByteBuffer.wrap(blind.token(kind, value)).getLong();
  }
}
