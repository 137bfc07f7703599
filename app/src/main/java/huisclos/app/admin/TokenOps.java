package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.gate.AccessToken;
import huisclos.gate.AccessTokens;
import huisclos.gate.PatientKey;
import huisclos.gate.Spender;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tokens of programs: added, listed, revoked. */
final class TokenOps {
  private TokenOps() {}

  static JsonNode add(Site site, JsonNode arguments) throws Exception {
    Set<String> studies = new HashSet<>();
    arguments.path("studies").forEach(uid -> studies.add(uid.asString()));
    AccessTokens.Order order =
        new AccessTokens.Order(
            arguments.path("name").asString(""),
            DeviceOps.verbs(arguments.path("can")),
            patient(arguments),
            studies,
            arguments.path("days").asInt(AccessTokens.DEFAULT_DAYS));
    return switch (tokens(site).add(order, Site.account())) {
      case AccessTokens.Added.Refused(AccessTokens.Refusal why) ->
          throw UserError.refused(why.message(), "");
      case AccessTokens.Added.Made(String secret, AccessToken token) ->
          AdminWire.JSON
              .createObjectNode()
              .put("token", secret)
              .put("id", token.id())
              .put("until", token.expires().toString());
    };
  }

  private static AccessTokens tokens(Site site) {
    return site.gate().web().tokens();
  }

  private static Optional<PatientKey> patient(JsonNode arguments) {
    String id = arguments.path("patient").asString("");
    String issuer = arguments.path("issuer").asString("");
    if (id.isEmpty()) {
      if (!issuer.isEmpty()) {
        throw UserError.usage("--issuer goes with --patient", "");
      }
      return Optional.empty();
    }
    try {
      return Optional.of(new PatientKey(id, issuer));
    } catch (IllegalArgumentException e) {
      throw UserError.usage("a Patient ID and its issuer have at most 64 characters", "");
    }
  }

  static JsonNode list(Site site, JsonNode arguments) {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode tokens = result.putArray("tokens");
    for (AccessToken token : tokens(site).list()) {
      ObjectNode node = tokens.addObject().put("name", token.name()).put("id", token.id());
      node.set("can", DeviceOps.words(token.verbs()));
      node.put("within", within(token));
      ArrayNode studies = node.putArray("studies");
      token.studies().stream().sorted().forEach(studies::add);
      BudgetOps.describe(site, Spender.program(token.name()), node);
      node.put("added", token.added().toString()).put("until", token.expires().toString());
      token.used().map(Instant::toString).ifPresent(at -> node.put("used", at));
      node.put("status", token.hasExpired(Instant.now()) ? "expired" : "good");
    }
    return result;
  }

  /** The patient stays unnamed: a list of tokens is no list of patients. */
  private static String within(AccessToken token) {
    String patient = token.patient().isPresent() ? "one patient" : "";
    String studies = token.studies().isEmpty() ? "" : token.studies().size() + " studies";
    if (patient.isEmpty() && studies.isEmpty()) {
      return "any study";
    }
    return patient.isEmpty() || studies.isEmpty() ? patient + studies : patient + ", " + studies;
  }

  static JsonNode revoke(Site site, JsonNode arguments) throws Exception {
    String name = arguments.path("name").asString("");
    Optional<AccessTokens.Refusal> refusal = tokens(site).revoke(name, Site.account());
    if (refusal.isPresent()) {
      throw UserError.refused(refusal.get().message(), "see `huisclos token list`");
    }
    return AdminWire.JSON.createObjectNode().put("name", name);
  }
}
