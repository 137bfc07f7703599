package huisclos.probe.dimse;

import huisclos.dicom.Uids;
import huisclos.net.Status;
import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Exposure;
import huisclos.probe.finding.FindingBuilder;
import huisclos.probe.finding.Fingerprint;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Software;
import huisclos.probe.look.Visit;
import huisclos.probe.software.Honeypots;
import huisclos.probe.software.Vectors;
import huisclos.probe.wire.DialException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The rungs above an association, each on an association of its own and by its own evidence. Of one
 * thread.
 */
final class Climb {
  /** Most answers taken to a question that has none. */
  private static final long MAX_UNASKED = 1_000;

  private static final String STORAGE = Uids.SECONDARY_CAPTURE_IMAGE_STORAGE;

  private final Visit visit;
  private final Caller caller;
  private final Predicate<String> takes;
  private final Fingerprint fingerprint;
  private final Software software;
  private final FindingBuilder finding;
  private boolean answersForNobody;
  private boolean takesNonsense;

  Climb(
      Visit visit,
      Caller caller,
      Predicate<String> takes,
      Fingerprint fingerprint,
      Software software,
      FindingBuilder finding) {
    this.visit = visit;
    this.caller = caller;
    this.takes = takes;
    this.fingerprint = fingerprint;
    this.software = software;
    this.finding = finding;
  }

  void climb() throws DialException {
    query();
    retrieve();
    count();
    // Last, so that nothing comes between a canary and the note that says where it lies.
    store();
    finding.honeypot(
        Honeypots.score(new Honeypots.Signs(fingerprint, answersForNobody, takesNonsense)));
  }

  private void query() throws DialException {
    Optional<String> model =
        Stream.of(Offer.STUDY_FIND, Offer.PATIENT_FIND, Offer.WORKLIST_FIND)
            .filter(takes)
            .findFirst();
    if (model.isEmpty()) {
      finding.rung(
          Rung.QUERYABLE, new Evidence(Answer.INFERRED_NO, "no context for a query accepted"));
      finding.barrier(Barrier.NO_QUERY_CONTEXT);
      return;
    }
    if (!visit.allows(Rung.QUERYABLE)) {
      return;
    }
    String sopClass = model.orElseThrow();
    String nonsense = visit.randomUid();
    Evidence evidence =
        switch (opened(Rung.QUERYABLE, List.of(sopClass, nonsense))) {
          case Opening.Stands stands -> {
            try (Talk talk = stands.talk()) {
              takesNonsense = talk.takes(nonsense);
              yield asked(talk, sopClass);
            }
          }
          case Opening other -> notOpened(other);
        };
    finding.rung(Rung.QUERYABLE, evidence);
    if (evidence.answer() == Answer.NO) {
      finding.barrier(Barrier.QUERY_REFUSED);
    }
  }

  private Evidence asked(Talk talk, String sopClass) throws DialException {
    if (!talk.takes(sopClass)) {
      return Evidence.unclear("the context for a query was not accepted again");
    }
    Ask nobody = Ask.nobody(sopClass, visit.randomUid());
    Outcome outcome =
        talk.find(Asks.FIND, Optional.of(Asks.CANCEL_FIND), nobody, Drain.AWAY, MAX_UNASKED);
    if (outcome.matches() > 0) {
      answersForNobody = true;
      finding.note("a query for a random UID is answered with matches: it ignores what is asked");
      return Evidence.yes("C-FIND answered with matches for a random UID, " + outcome.words());
    }
    return switch (outcome) {
      case Outcome.Final end when end.success() ->
          Evidence.yes(end.words() + ", no match for a random UID");
      case Outcome.Final end when end.status() >> 8 == Status.REFUSED_OUT_OF_RESOURCES >> 8 ->
          Evidence.unclear(end.words() + ", out of resources");
      case Outcome.Final end -> Evidence.no(end.words());
      case Outcome.Lost(Outcome.How how, long _)
          when how == Outcome.How.SILENT || how == Outcome.How.BROKEN ->
          Evidence.unclear("C-FIND: " + outcome.words());
      case Outcome.Lost _ -> Evidence.no("C-FIND: " + outcome.words());
    };
  }

  private void retrieve() throws DialException {
    Optional<String> model =
        Stream.of(Offer.STUDY_GET, Offer.PATIENT_GET).filter(takes).findFirst();
    if (model.isEmpty()) {
      boolean moves = takes.test(Offer.STUDY_MOVE) || takes.test(Offer.PATIENT_MOVE);
      finding.rung(
          Rung.RETRIEVABLE,
          new Evidence(
              Answer.INFERRED_NO,
              moves
                  ? "no context for C-GET accepted; C-MOVE is, to destinations it knows"
                  : "no context for a retrieval accepted"));
      return;
    }
    if (!visit.allows(Rung.RETRIEVABLE)) {
      return;
    }
    String sopClass = model.orElseThrow();
    Evidence evidence =
        switch (opened(Rung.RETRIEVABLE, List.of(sopClass))) {
          case Opening.Stands stands -> {
            try (Talk talk = stands.talk()) {
              yield got(talk, sopClass);
            }
          }
          case Opening other -> notOpened(other);
        };
    finding.rung(Rung.RETRIEVABLE, evidence);
  }

  private Evidence got(Talk talk, String sopClass) throws DialException {
    if (!talk.takes(sopClass)) {
      return Evidence.unclear("the context for C-GET was not accepted again");
    }
    Outcome outcome = talk.get(Asks.GET, Ask.nobody(sopClass, visit.randomUid()));
    return switch (outcome) {
      case Outcome.Final end when end.success() && end.completed() == 0 && end.matches() == 0 ->
          Evidence.yes(end.words() + ", no sub-operation for a random UID");
      case Outcome.Final end when Vectors.looksUp(software, end.status()) ->
          Evidence.yes(end.words() + ", as this product answers for a UID it looked up in vain");
      case Outcome.Final end
          when end.status() == Status.NOT_AUTHORIZED
              || end.status() == Status.SOP_CLASS_NOT_SUPPORTED
              || end.status() == Status.UNRECOGNIZED_OPERATION ->
          Evidence.no(end.words());
      case Outcome.Final end -> Evidence.unclear(end.words());
      case Outcome.Lost(Outcome.How how, long _)
          when how == Outcome.How.ABORTED || how == Outcome.How.CLOSED ->
          Evidence.no("C-GET: " + outcome.words());
      case Outcome.Lost _ -> Evidence.unclear("C-GET: " + outcome.words());
    };
  }

  private void store() throws DialException {
    boolean stores = takes.test(STORAGE) || takes.test(Uids.CT_IMAGE_STORAGE);
    Evidence inferred =
        stores
            ? new Evidence(Answer.INFERRED_YES, "contexts for storage accepted; nothing was stored")
            : new Evidence(Answer.INFERRED_NO, "no context for storage accepted");
    finding.rung(Rung.WRITABLE, inferred);
    if (!visit.allows(Rung.WRITABLE) || visit.deletionPlan().isEmpty() || !takes.test(STORAGE)) {
      return;
    }
    String study = visit.randomUid();
    String instance = visit.randomUid();
    Evidence evidence =
        switch (opened(Rung.WRITABLE, List.of(STORAGE))) {
          case Opening.Stands stands -> {
            try (Talk talk = stands.talk()) {
              yield talk.takes(STORAGE)
                  ? stored(talk, study, instance)
                  : Evidence.unclear("the context for storage was not accepted again");
            }
          }
          case Opening other -> notOpened(other);
        };
    finding.rung(Rung.WRITABLE, evidence);
  }

  private Evidence stored(Talk talk, String study, String instance) throws DialException {
    Ask canary = Ask.canary(study, visit.randomUid(), instance);
    Outcome outcome = talk.store(Asks.STORE, canary, instance);
    boolean kept =
        outcome instanceof Outcome.Final end && (end.success() || Status.isWarning(end.status()));
    boolean unsure = outcome instanceof Outcome.Lost;
    if (kept || unsure) {
      finding.note(
          (kept ? "delete" : "look for, and delete,")
              + " our canary: patient HUISCLOS^PROBE, study "
              + study);
    }
    return kept
        ? Evidence.yes(outcome.words() + ", our canary")
        : unsure ? Evidence.unclear("C-STORE: " + outcome.words()) : Evidence.no(outcome.words());
  }

  private void count() throws DialException {
    Answer queryable = finding.rung(Rung.QUERYABLE).answer();
    boolean worthIt =
        queryable == Answer.YES || (queryable == Answer.NOT_ASKED && !visit.allows(Rung.QUERYABLE));
    if (!visit.allows(Rung.COUNTABLE) || !worthIt) {
      return;
    }
    if (!takes.test(Offer.STUDY_FIND)) {
      finding.rung(Rung.COUNTABLE, Evidence.no("no context for a query by study accepted"));
      finding.exposure(Exposure.none("no context for a query by study"));
      return;
    }
    LocalDate today = LocalDate.ofInstant(visit.now(), ZoneOffset.UTC);
    boolean names = visit.namesMayCross();
    List<String> contexts = new ArrayList<>(List.of(Offer.STUDY_FIND));
    boolean patientLevel = names && takes.test(Offer.PATIENT_FIND);
    if (patientLevel) {
      contexts.add(Offer.PATIENT_FIND);
    }
    try (Listing listing = new Listing(caller, contexts, visit.dialer().patience())) {
      StudyCount.Result studies = new StudyCount(listing, today).count();
      PatientCount.Result patients =
          names
              ? new PatientCount(listing, today, visit.random()).count(patientLevel)
              : new PatientCount.Result(
                  Count.not("it would make identifiers cross the wire"), Optional.empty());
      finding.exposure(
          new Exposure(
              patients.patients(),
              studies.studies(),
              studies.instances(),
              studies.span(),
              patients.shape()));
      finding.rung(
          Rung.COUNTABLE,
          studies.studies().kind() == Count.Kind.NOT_COUNTED
              ? Evidence.no(studies.studies().because())
              : Evidence.yes("C-FIND by date for UIDs and counts, no name asked for"));
    }
  }

  private Opening opened(Rung rung, List<String> contexts) throws DialException {
    return caller.again(rung, contexts, visit.dialer().patience());
  }

  private static Evidence notOpened(Opening other) {
    return Evidence.unclear(
        switch (other) {
          case Opening.Rejected rejected ->
              "a further association was refused: " + rejected.numbers();
          case Opening.Unreached unreached
              when unreached.why().kind() == DialException.Kind.NOT_ALLOWED ->
              "not allowed any more";
          default -> "a further association did not come about";
        });
  }
}
