package huisclos.trail;

/**
 * The closed vocabulary of what a record may state in clear. There is no key for anything that
 * identifies a patient: that belongs in the {@linkplain TrailRecord#sealed() sealed part}.
 *
 * <p>The names are part of the stored format: one may be added, none renamed.
 */
public enum Fact {
  /** Why: a static word from the code that decided, never a sender's text. */
  REASON,
  /** The status that was answered, for example {@code 0xA700} or {@code 401}. */
  STATUS,
  /** The verb that was asked for. */
  VERB,
  CALLING_AET,
  CALLED_AET,
  /** Where to, for a move or a forward. */
  DESTINATION,
  /** PATIENT, STUDY, SERIES or IMAGE. */
  LEVEL,
  /** Which keys a query matched on: tags or keywords, never their values. */
  KEYS,
  /** PATIENT_ROOT or STUDY_ROOT. */
  ROOT,
  SOP_CLASS,
  SOP_INSTANCE,
  SERIES,
  TRANSFER_SYNTAX,
  MODALITY,
  MATCHES,
  PATIENTS,
  STUDIES,
  INSTANCES,
  BYTES,
  COMPLETED,
  FAILED,
  WARNED,
  /** A certificate's serial number in hexadecimal. */
  SERIAL,
  /** A certificate's SHA-256 in hexadecimal. */
  FINGERPRINT,
  NOT_BEFORE,
  NOT_AFTER,
  TLS_PROTOCOL,
  CIPHER_SUITE,
  /** Which grants a device, person or token has or got. */
  GRANTS,
  BUDGET,
  LIMIT,
  UNTIL,
  SINCE,
  /** How many like it are summed in this record (floods are counted, not copied). */
  REPEATED,
  /** The admin verb, without its arguments. */
  COMMAND,
  /** The operating system's account of whoever ran an admin verb. */
  OS_USER,
  /** The device, user or token that is the object of the action. */
  TARGET,
  /** The name of a setting, never its value. */
  SETTING,
  /** A random id that ties records of one association or session together. */
  SESSION,
  /** A quarantined object's id. */
  QUARANTINE,
  /** The internal id of a patient record that something was merged or moved to. */
  INTO,
  VERSION,
  ADDRESS,
  /** A DICOM tag. */
  TAG,
  OFFSET,
  DURATION_MS,
  /** For how many seconds from now on this record covers what else of its studies leaves. */
  PERIOD_SECONDS,
  /** Bytes cut from the trail's journal after an unclean stop. */
  CUT_BYTES,
  /** An index in this log. */
  INDEX,
  /** How many seconds the clock went back. */
  SECONDS_BACK,
  ERROR,
  /** The kind of a message that came, such as {@code ORM^O01}; never a sender's free text. */
  MESSAGE,
  /** Internal ids of orders. */
  ORDERS,
  /** The id of a housekeeping act. */
  ACT,
  /** The person whom a device named. */
  USER,
  /** The id of an alert. */
  ALERT,
  /** Ids of the shares by which something was open. */
  SHARES,
  /** Ids of the emergencies in which something was opened. */
  BREAK_GLASS
}
