package huisclos.gate;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who may do what, in one place: the policy of the site, for both doors. Pure: what was granted
 * comes in, what may be done goes out; nothing is looked up or kept here.
 *
 * <p>Somebody with several roles may do what any of them lets them, each as far as that role
 * reaches: a keeper who is also a referrer deletes any study and opens the own ones. Verbs that are
 * granted to a person beside the roles ({@code user add --can}) reach as far as that person's roles
 * let them look; without any role, everywhere, as a device does.
 */
public final class Policy {
  private Policy() {}

  /** How far a role reaches. */
  public enum Span {
    /** Every study. */
    EVERYTHING,
    /** The studies that name the person as physician, and those that are shared with them. */
    OWN,
    /** None. */
    NOTHING
  }

  /** What a role may do. */
  public static Set<Verb> verbs(Role role) {
    return switch (role) {
      case RADIOLOGIST ->
          EnumSet.of(
              Verb.FIND,
              Verb.FIND_ALL,
              Verb.GET,
              Verb.MOVE,
              Verb.CHANGES,
              Verb.SHARE,
              Verb.BREAK_GLASS);
      case TECHNOLOGIST ->
          EnumSet.of(
              Verb.STORE,
              Verb.COMMIT,
              Verb.FIND,
              Verb.GET,
              Verb.MOVE,
              Verb.WORKLIST,
              Verb.WORKLIST_ALL,
              Verb.MPPS,
              Verb.REJECT,
              Verb.BREAK_GLASS);
      // A list of all is of their own alone, which the index looks up.
      case REFERRER -> EnumSet.of(Verb.FIND, Verb.FIND_ALL, Verb.GET, Verb.SHARE, Verb.BREAK_GLASS);
      // Nothing until there is something de-identified to see.
      case RESEARCHER -> EnumSet.noneOf(Verb.class);
      case KEEPER -> EnumSet.of(Verb.KEEP, Verb.DELETE);
      case INSPECTOR -> EnumSet.of(Verb.INSPECT);
    };
  }

  /** How far a role reaches with the verbs it has. */
  public static Span span(Role role) {
    return switch (role) {
      // A keeper has no verb by which anything is seen.
      case RADIOLOGIST, TECHNOLOGIST, KEEPER -> Span.EVERYTHING;
      case REFERRER -> Span.OWN;
      case RESEARCHER, INSPECTOR -> Span.NOTHING;
    };
  }

  /** What somebody with these roles may do. */
  public static Set<Verb> verbs(Set<Role> roles) {
    Set<Verb> verbs = EnumSet.noneOf(Verb.class);
    roles.forEach(role -> verbs.addAll(verbs(role)));
    return Collections.unmodifiableSet(verbs);
  }

  /** What a person may do: by their roles, and what is granted beside. */
  public static Set<Verb> verbs(User user) {
    Set<Verb> verbs = EnumSet.noneOf(Verb.class);
    verbs.addAll(verbs(user.roles()));
    user.verbs().stream().filter(verb -> !verb.byRoleAlone()).forEach(verbs::add);
    return Collections.unmodifiableSet(verbs);
  }

  /** Whether holding these verbs means to hold this one. */
  public static boolean includes(Set<Verb> verbs, Verb verb) {
    return switch (verb) {
      case ECHO -> true;
      // Who may ask for everything may ask for something.
      case FIND -> verbs.contains(Verb.FIND) || verbs.contains(Verb.FIND_ALL);
      case WORKLIST -> verbs.contains(Verb.WORKLIST) || verbs.contains(Verb.WORKLIST_ALL);
      case STORE,
          FIND_ALL,
          GET,
          MOVE,
          COMMIT,
          WORKLIST_ALL,
          MPPS,
          HL7,
          KEEP,
          REJECT,
          DELETE,
          CHANGES,
          INSPECT,
          SHARE,
          BREAK_GLASS ->
          verbs.contains(verb);
    };
  }

  /** How far a person reaches with a verb: as far as the widest role that gives it. */
  public static Span span(User user, Verb verb) {
    Span widest = Span.NOTHING;
    for (Role role : user.roles()) {
      if (includes(verbs(role), verb)) {
        widest = wider(widest, span(role));
      }
    }
    if (includes(user.verbs(), verb)) {
      widest = wider(widest, granted(user));
    }
    return widest;
  }

  /** How far verbs reach that are granted beside the roles. */
  private static Span granted(User user) {
    if (user.roles().isEmpty()) {
      return Span.EVERYTHING;
    }
    Span widest = Span.NOTHING;
    for (Role role : user.roles()) {
      if (includes(verbs(role), Verb.FIND)) {
        widest = wider(widest, span(role));
      }
    }
    return widest;
  }

  private static Span wider(Span a, Span b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /**
   * Which studies a person reaches with a verb.
   *
   * @param open what was shared with them or opened by breaking the glass, and is in force now; it
   *     opens what may be looked at, not what may be changed
   */
  public static Reach reach(User user, Verb verb, Reach.Part open) {
    return switch (span(user, verb)) {
      case EVERYTHING -> Reach.EVERYTHING;
      case OWN ->
          Reach.of(
              looks(verb)
                  ? new Reach.Part(open.studies(), open.patients(), user.physicians())
                  : new Reach.Part(Set.of(), Set.of(), user.physicians()));
      case NOTHING -> Reach.NOTHING;
    };
  }

  /**
   * Whether what a verb does can be narrowed to some studies. Somebody who reaches only some isn't
   * granted one that can't.
   */
  public static boolean narrows(Verb verb) {
    return switch (verb) {
      case STORE, FIND, FIND_ALL, GET, MOVE, COMMIT, REJECT, DELETE, CHANGES -> true;
      // One's own alone; and what is about no study, or about one that isn't reached yet.
      case SHARE, ECHO, INSPECT, BREAK_GLASS -> true;
      case WORKLIST, WORKLIST_ALL, MPPS, HL7, KEEP -> false;
    };
  }

  /** Whether what a verb does is to look, and so extends to what was opened to a person. */
  static boolean looks(Verb verb) {
    return switch (verb) {
      case FIND, FIND_ALL, GET, CHANGES -> true;
      case ECHO,
          STORE,
          MOVE,
          COMMIT,
          WORKLIST,
          WORKLIST_ALL,
          MPPS,
          HL7,
          KEEP,
          REJECT,
          DELETE,
          INSPECT,
          SHARE,
          BREAK_GLASS ->
          false;
    };
  }

  /**
   * Whether somebody has to show a second factor at sign-in: whoever can see more than one patient,
   * keeps house or reads the trail. A referrer's own examinations are of many patients too.
   */
  public static boolean secondFactor(User user) {
    return !verbs(user).isEmpty() || !user.roles().isEmpty();
  }
}
