package huisclos.probe.finding;

/** Whether a rung can be climbed. */
public enum Answer {
  /** Yes, by what the door itself answered to exactly this question. */
  YES,
  /** No, likewise. */
  NO,
  /** Probably, by what was negotiated; nothing was tried. */
  INFERRED_YES,
  /** Probably not, likewise. */
  INFERRED_NO,
  /** It was asked, and the answer doesn't tell. */
  UNCLEAR,
  /** Not asked: not allowed by the scope, or of no use after what was known by then. */
  NOT_ASKED
}
