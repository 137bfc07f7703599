package huisclos.trail;

/**
 * What was done or attempted. The names are part of the stored format: one may be added, none
 * renamed or given another meaning.
 */
public enum Action {
  /** The archive began to listen. */
  START,
  /** The archive stopped in good order. */
  STOP,
  /** A TLS handshake, as a rule one that failed. */
  HANDSHAKE,
  /** An association or session was opened, refused or ended. */
  ASSOCIATION,
  /** A presentation context or verb was asked for that is not granted. */
  VERB,
  /** C-STORE or STOW-RS. */
  STORE,
  /** C-FIND or QIDO-RS. */
  QUERY,
  /** C-GET or WADO-RS. */
  RETRIEVE,
  /** C-MOVE: sent to another destination. */
  MOVE,
  /** Frames were rendered for display. */
  RENDER,
  /** Storage commitment was asked for or given. */
  COMMIT,
  /** Data left on a medium or as an export. */
  EXPORT,
  /** Data came in from a medium or a folder. */
  IMPORT,
  /** Something was deleted, or destroyed by its key. */
  DELETE,
  /** Two patient records became one. */
  PATIENT_MERGE,
  /** A study moved to another patient record. */
  PATIENT_MOVE,
  /** A quarantined object was released into the archive. */
  QUARANTINE_RELEASE,
  /** A quarantined object was dropped. */
  QUARANTINE_DROP,
  DEVICE_ADD,
  DEVICE_RENEW,
  DEVICE_REVOKE,
  /** A device's budget was lifted or restored. */
  DEVICE_BUDGET,
  PEER_ADD,
  PEER_REMOVE,
  USER_ADD,
  USER_SUSPEND,
  TOKEN_ADD,
  TOKEN_REVOKE,
  /** The certificate authority or a server certificate was made or renewed. */
  CERTIFICATE,
  /** The recovery phrase was shown. */
  KEY_PHRASE,
  /** The recovery phrase was rehearsed. */
  KEY_REHEARSE,
  KEY_ROTATE,
  KEY_DESTROY,
  /** A setting was changed. */
  SETTING,
  /** The trail itself was read (DICOM PS3.15 A.5.3.2, Audit Log Used). */
  TRAIL_READ,
  /** The trail was reopened after an unclean stop; what was cut is in the facts. */
  TRAIL_RECOVERY,
  /** The clock went back by more than is tolerated. */
  CLOCK,
  /** A limit was reached or a budget crossed. */
  LIMIT,
  /** Something an operator should look at. */
  ALERT,
  REINDEX,
  SCRUB,
  BACKUP,
  RESTORE,
  /** An order came, was changed, cancelled or ended; or patients' data of orders changed. */
  ORDER,
  /** A performed procedure step was reported or read back (MPPS). */
  PERFORMED_STEP,
  /** Housekeeping was asked for, or is of a kind that no other action names. */
  KEEP,
  /** Attributes were corrected; what was sent is kept. */
  CORRECT,
  /** A correction, a move or a merge was taken back. */
  UNDO,
  /** A conflict of identities was decided. */
  CONFLICT_RESOLVE,
  /** A rule of what is corrected on arrival was made or removed. */
  COERCE,
  USER_RESUME,
  USER_REMOVE,
  /** The site key was put in another place. */
  KEY_MOVE,
  /** Something deleted was restored. */
  UNDELETE,
  /** A study was held: neither deleted nor destroyed until it is released. */
  HOLD,
  HOLD_RELEASE,
  /** A rule of how long studies are kept was made or removed. */
  RETENTION,
  /** A keeper acknowledged an alert. */
  ALERT_ACK,
  /** A person's budget was changed, lifted or restored. */
  USER_BUDGET,
  /** The probe sent something, for a stated purpose; or the archive looked at its own doors. */
  PROBE,
  /** A person's roles were changed. */
  USER_ROLES,
  /** A study was shared with somebody. */
  SHARE,
  /** A share was taken back. */
  SHARE_REVOKE,
  /** Somebody opened, with a reason and for a while, what is not theirs to see. */
  BREAK_GLASS,
  /** Such access was ended before its time. */
  BREAK_GLASS_END,
  /** A token's budget was changed, lifted or restored. */
  TOKEN_BUDGET,
  /** A person signed in, or a step of that was refused. */
  SIGN_IN,
  /** A session was ended by its person. */
  SIGN_OUT,
  /** What a person signs in with was changed. */
  CREDENTIAL,
  /** A one-time link was made for somebody. */
  INVITATION,
  /** A deletion was asked for that another person has to ask for too. */
  DELETE_ASK,
  /** Such a request was taken back. */
  DELETE_WITHDRAW
}
