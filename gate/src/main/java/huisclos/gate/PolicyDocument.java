package huisclos.gate;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The policy as a page, generated from the code that decides: {@code docs/policy.md}. */
public final class PolicyDocument {
  private PolicyDocument() {}

  /** The page. */
  public static String text() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Who may do what

        Generated from `gate`'s `Policy` by `./dev golden --update`; one policy for both doors. \
        What somebody may do with a study, and why: `huisclos doors --why USER STUDY`.

        | verb | %s |
        |---|%s
        """
            .formatted(
                Arrays.stream(Role.values()).map(Role::word).collect(Collectors.joining(" | ")),
                "---|".repeat(Role.values().length)));
    for (Verb verb : Verb.values()) {
      if (verb != Verb.ECHO) {
        page.append("| ").append(verb.word());
        for (Role role : Role.values()) {
          page.append(" | ").append(cell(role, verb));
        }
        page.append(" |\n");
      }
    }
    page.append(
        """

        - **every**: any study. **own**: studies that name the person as referring, requesting or \
        consulting physician; to look (%s), also those that were shared with them or that they \
        opened in an emergency. What is out of reach doesn't exist for them: no row, 404.
        - Several roles: each verb as far as the widest role reaches that gives it. Verbs granted \
        beside the roles (`--can`) reach as far as the roles let the person look; without any role, \
        every study.
        - These can't be narrowed to some studies, so that who reaches only some doesn't have them: \
        %s.
        - At a device a person may do what both are granted. These come with a role alone: %s.
        - A share lasts at most %d days, and no longer than its sharer could still share; nobody \
        passes on what was shared with them. An emergency opens a study or a patient for %d hours, \
        with a reason on the trail and an alert; no budget holds back what it opened.
        - Researchers see nothing until there is something de-identified.
        """
            .formatted(
                words(Policy::looks),
                words(verb -> !Policy.narrows(verb)),
                words(Verb::byRoleAlone),
                Shares.LONGEST.toDays(),
                BreakGlass.LASTS.toHours()));
    return page.toString();
  }

  private static String cell(Role role, Verb verb) {
    if (!Policy.includes(Policy.verbs(role), verb)) {
      return "–";
    }
    if (verb == Verb.INSPECT) {
      return "the trail";
    }
    if (verb == Verb.BREAK_GLASS) {
      return "yes";
    }
    return switch (Policy.span(role)) {
      case EVERYTHING -> "every";
      case OWN -> "own";
      case NOTHING -> "–";
    };
  }

  private static String words(Predicate<Verb> which) {
    return Arrays.stream(Verb.values())
        .filter(which)
        .map(verb -> '`' + verb.word() + '`')
        .collect(Collectors.joining(", "));
  }
}
