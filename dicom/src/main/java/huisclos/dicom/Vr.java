package huisclos.dicom;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The value representations of PS3.5 Table 6.2-1.
 *
 * <p>A VR says how a value's bytes are read and whether its length takes 16 or 32 bits in explicit
 * encoding (PS3.5 §7.1.2).
 */
public enum Vr {
  AE(Kind.TEXT, false, false, true, 1),
  AS(Kind.TEXT, false, false, true, 1),
  AT(Kind.BINARY, false, false, true, 2),
  CS(Kind.TEXT, false, false, true, 1),
  DA(Kind.TEXT, false, false, true, 1),
  DS(Kind.TEXT, false, false, true, 1),
  DT(Kind.TEXT, false, false, true, 1),
  FL(Kind.BINARY, false, false, true, 4),
  FD(Kind.BINARY, false, false, true, 8),
  IS(Kind.TEXT, false, false, true, 1),
  LO(Kind.TEXT, false, true, true, 1),
  LT(Kind.TEXT, false, true, false, 1),
  OB(Kind.BINARY, true, false, false, 1),
  OD(Kind.BINARY, true, false, false, 8),
  OF(Kind.BINARY, true, false, false, 4),
  OL(Kind.BINARY, true, false, false, 4),
  OV(Kind.BINARY, true, false, false, 8),
  OW(Kind.BINARY, true, false, false, 2),
  PN(Kind.TEXT, false, true, true, 1),
  SH(Kind.TEXT, false, true, true, 1),
  SL(Kind.BINARY, false, false, true, 4),
  SQ(Kind.SEQUENCE, true, false, false, 1),
  SS(Kind.BINARY, false, false, true, 2),
  ST(Kind.TEXT, false, true, false, 1),
  SV(Kind.BINARY, true, false, true, 8),
  TM(Kind.TEXT, false, false, true, 1),
  UC(Kind.TEXT, true, true, true, 1),
  UI(Kind.TEXT, false, false, true, 1),
  UL(Kind.BINARY, false, false, true, 4),
  UN(Kind.BINARY, true, false, false, 1),
  UR(Kind.TEXT, true, false, false, 1),
  US(Kind.BINARY, false, false, true, 2),
  UT(Kind.TEXT, true, true, false, 1),
  UV(Kind.BINARY, true, false, true, 8);

  private enum Kind {
    TEXT,
    BINARY,
    SEQUENCE
  }

  private static final @Nullable Vr[] BY_CODE = new @Nullable Vr[26 * 26];

  static {
    for (Vr vr : values()) {
      BY_CODE[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
    }
  }

  private final Kind kind;
  private final boolean longLength;
  private final boolean characterSet;
  private final boolean multiValued;
  private final int unitBytes;

  Vr(Kind kind, boolean longLength, boolean characterSet, boolean multiValued, int unitBytes) {
    this.kind = kind;
    this.longLength = longLength;
    this.characterSet = characterSet;
    this.multiValued = multiValued;
    this.unitBytes = unitBytes;
  }

  /** The two letters, as they stand in an explicit encoding. */
  public String code() {
    return name();
  }

  /** Whether the value is text rather than binary or a sequence. */
  public boolean isString() {
    return kind == Kind.TEXT;
  }

  /** Whether the explicit encoding has two reserved bytes and a 32-bit length (PS3.5 §7.1.2). */
  public boolean isLongLength() {
    return longLength;
  }

  /** The byte that makes an odd value even: NUL for UI and binary values, else a space. */
  public byte padding() {
    return (byte) (kind == Kind.TEXT && this != UI ? ' ' : 0);
  }

  /** Whether Specific Character Set (0008,0005) governs the text (PS3.5 §6.1.2.2). */
  public boolean usesCharacterSet() {
    return characterSet;
  }

  /** Whether a backslash (text) or the unit's width (numbers) separates several values. */
  public boolean multiValued() {
    return multiValued;
  }

  /** Bytes of one number, which change places between little and big endian; 1 for bytes, text. */
  public int unitBytes() {
    return unitBytes;
  }

  /** The VR of these two letters. */
  public static Optional<Vr> of(String code) {
    return code.length() == 2
        ? Optional.ofNullable(of(code.charAt(0), code.charAt(1)))
        : Optional.empty();
  }

  /** Whether the two bytes have the form of a VR, known or of a later edition: capital letters. */
  static boolean hasForm(int first, int second) {
    return first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
  }

  /** The VR of these two letters, or null; for the reader, which asks once per element. */
  static @Nullable Vr of(int first, int second) {
    int a = first - 'A';
    int b = second - 'A';
    return (a | b) >= 0 && a < 26 && b < 26 ? BY_CODE[a * 26 + b] : null;
  }
}
