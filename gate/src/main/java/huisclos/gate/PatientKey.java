package huisclos.gate;

/**
 * What a patient is known by. Identifies somebody: its text form doesn't say who.
 *
 * @param id Patient ID (0010,0020), as it is, outer spaces cut
 * @param issuer Issuer of Patient ID (0010,0021); empty means any
 */
public record PatientKey(String id, String issuer) {
  /** Longest Patient ID and issuer, characters (VR LO). */
  public static final int MAX_CHARS = 64;

  /** Checks the values; a Patient ID is not empty, because no ID is nobody's. */
  public PatientKey {
    id = id.strip();
    issuer = issuer.strip();
    if (id.isEmpty() || id.length() > MAX_CHARS || issuer.length() > MAX_CHARS) {
      throw new IllegalArgumentException("not a Patient ID");
    }
  }

  @Override
  public String toString() {
    return "PatientKey[]";
  }
}
