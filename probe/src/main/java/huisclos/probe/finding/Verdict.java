package huisclos.probe.finding;

import java.util.Locale;

/** What a finding comes to, from harmless to worst; see {@link Finding#verdict()}. */
public enum Verdict {
  /** Something answers, and a stranger gets nothing of use from it. */
  CLOSED,
  /** Too busy to tell. */
  CONGESTED,
  /** It answers, and it isn't known what it is. */
  UNKNOWN,
  /** It takes a stranger's association or shows its front page, and no more is known. */
  ASSOCIATES,
  /** A stranger can store there, and not read. */
  WRITABLE,
  /** A stranger's queries are answered. */
  READABLE,
  /** A stranger's queries and retrievals are answered. */
  DOWNLOADABLE,
  /** Open, and meant to be: a teaching set, a demonstration. */
  INTENDED_PUBLIC,
  /** Probably bait. */
  HONEYPOT;

  /** In words. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is an exposure that its owner has to act on. */
  public boolean open() {
    return this == WRITABLE || this == READABLE || this == DOWNLOADABLE;
  }
}
