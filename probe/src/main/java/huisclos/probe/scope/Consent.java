package huisclos.probe.scope;

import huisclos.probe.finding.Rung;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a host's owner consented to in writing.
 *
 * @param host the one address it is for
 * @param rungs {@code credentials}, {@code writable}, both or none
 * @param text the consent in the owner's words
 * @param deletionPlan how a canary goes away again; empty without one
 * @param phiInTransit whether names may cross the wire
 * @param date when it was given
 * @param ownerKey the fingerprint of the owner's key; empty without a signature
 * @param ownerSignature over {@link #canonical}; empty without one
 */
public record Consent(
    InetAddress host,
    Set<Rung> rungs,
    String text,
    Optional<String> deletionPlan,
    boolean phiInTransit,
    LocalDate date,
    String ownerKey,
    String ownerSignature) {
  /** What an owner's signature is made over begins with this, and so is good for nothing else. */
  static final String LABEL = "huisclos probe consent v1\n";

  public Consent {
    EnumSet<Rung> ordered = EnumSet.noneOf(Rung.class);
    ordered.addAll(rungs);
    rungs = Collections.unmodifiableSet(ordered);
  }

  /**
   * What the owner signs: everything that is consented to, of this scope's name, operator and
   * window only. Hashes stand for the texts, so that no line of theirs can pass for another.
   */
  public String canonical(Scope scope) {
    return LABEL
        + line("scope", Digests.text(scope.name()))
        + line("operator", Digests.text(scope.operator()))
        + line("from", scope.from().toString())
        + line("until", scope.until().toString())
        + line("host", host.getHostAddress())
        + line("rungs", rungs.stream().map(Rung::word).collect(Collectors.joining(" ")))
        + line("phi_in_transit", Boolean.toString(phiInTransit))
        + line("text", Digests.text(text))
        + line("deletion_plan", Digests.text(deletionPlan.orElse("")))
        + line("date", date.toString());
  }

  private static String line(String key, String value) {
    return key + ": " + value + "\n";
  }

  byte[] toSign(Scope scope) {
    return canonical(scope).getBytes(StandardCharsets.UTF_8);
  }
}
