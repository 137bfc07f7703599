package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.archive.Archive;
import huisclos.gate.Glass;
import huisclos.gate.Pass;
import huisclos.gate.Policy;
import huisclos.gate.Reach;
import huisclos.gate.Role;
import huisclos.gate.Share;
import huisclos.gate.User;
import huisclos.gate.Verb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Explains what a person may do with a study: {@code huisclos doors --why USER STUDY}. */
final class WhyOps {
  private static final List<Verb> ABOUT_A_STUDY =
      List.of(Verb.FIND, Verb.GET, Verb.STORE, Verb.REJECT, Verb.DELETE, Verb.SHARE);

  private final Archive archive;
  private final Pass pass;
  private final User user;
  private final String study;
  private final List<Share> shares;
  private final List<Glass> glass;
  private final List<String> lines = new ArrayList<>();

  private WhyOps(Site site, User user, String study) {
    this.archive = site.archive();
    this.pass = site.operatorsFind();
    this.user = user;
    this.study = study;
    this.shares = site.gate().shares().inForce(user);
    this.glass = site.gate().breakGlass().inForce(user);
  }

  static JsonNode why(Site site, JsonNode arguments) throws Exception {
    String name = arguments.path("name").asString("");
    User user =
        site.gate().users().list().stream()
            .filter(u -> u.name().equals(name))
            .findFirst()
            .orElseThrow(
                () -> UserError.refused("there is no such user", "see `huisclos user list`"));
    WhyOps why = new WhyOps(site, user, arguments.path("study").asString(""));
    why.explain();
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode lines = result.putArray("lines");
    why.lines.forEach(lines::add);
    return result;
  }

  private boolean isWithin(Reach.Part part) throws IOException {
    return archive.isWithin(pass, Reach.of(part), study);
  }

  private void explain() throws IOException {
    user.suspendedAt()
        .ifPresent(at -> lines.add(user.name() + " is suspended since " + at + ": may do nothing"));
    if (!isWithin(Reach.Part.studies(Set.of(study)))) {
      lines.add("the study is not here");
      return;
    }
    for (Role role : user.roles().stream().sorted().toList()) {
      lines.add(
          "role %s: %s; reaches %s"
              .formatted(role.word(), words(Policy.verbs(role)), span(Policy.span(role))));
    }
    if (!user.verbs().isEmpty()) {
      lines.add("granted beside the roles: " + words(user.verbs()));
    }
    parts();
    for (Verb verb : ABOUT_A_STUDY) {
      lines.add(decision(verb));
    }
    if (!user.devices().isEmpty()) {
      lines.add(
          "at a device: only at " + String.join(", ", user.devices().stream().sorted().toList()));
    }
    lines.add("at a device: never more than the device is granted");
  }

  /** What could bring the study within reach, one by one; no name of the study is said. */
  private void parts() throws IOException {
    if (user.roles().contains(Role.REFERRER)) {
      boolean named = isWithin(new Reach.Part(Set.of(), Set.of(), user.physicians()));
      lines.add(
          "the study names %s as referring, requesting or consulting physician: %s"
              .formatted(user.name(), named ? "yes" : "no"));
    }
    for (Share share : shares) {
      if (share.study().equals(study)) {
        lines.add(
            "shared by %s until %s (share %s)"
                .formatted(share.by().id(), share.until(), share.id()));
      }
    }
    for (Glass one : glass) {
      if (isWithin(part(List.of(), List.of(one)))) {
        lines.add("opened in an emergency until %s (%s)".formatted(one.until(), one.id()));
      }
    }
  }

  private static Reach.Part part(List<Share> shares, List<Glass> glass) {
    Set<String> studies = shares.stream().map(Share::study).collect(Collectors.toSet());
    glass.forEach(one -> one.study().ifPresent(studies::add));
    var patients =
        glass.stream().flatMap(one -> one.patient().stream()).collect(Collectors.toSet());
    return new Reach.Part(studies, patients, Set.of());
  }

  private String decision(Verb verb) throws IOException {
    if (user.suspendedAt().isPresent()) {
      return verb.word() + ": no, suspended";
    }
    if (!Policy.includes(Policy.verbs(user), verb)) {
      return verb.word() + ": no, neither a role nor a grant gives it";
    }
    boolean within = archive.isWithin(pass, Policy.reach(user, verb, part(shares, glass)), study);
    return verb.word()
        + (within ? ": yes, the study is within reach" : ": no, the study is out of reach");
  }

  private static String words(Set<Verb> verbs) {
    return verbs.isEmpty()
        ? "nothing"
        : verbs.stream().map(Verb::word).sorted().collect(Collectors.joining(", "));
  }

  private static String span(Policy.Span span) {
    return switch (span) {
      case EVERYTHING -> "every study";
      case OWN -> "the own studies and what was opened";
      case NOTHING -> "no study";
    };
  }
}
