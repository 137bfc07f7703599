package huisclos.app.probelab;

import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Software;
import huisclos.probe.finding.TlsGrade;
import huisclos.probe.finding.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is true of one service at a door, and therefore has to be found. Immutable. */
record Row(
    Service service,
    Verdict verdict,
    Set<Barrier> barriers,
    Map<Rung, Set<Answer>> rungs,
    Optional<String> product,
    Software.Grade atLeast,
    Map<What, Worth> counts,
    Optional<TlsGrade.Grade> tls) {
  /** What is counted. */
  enum What {
    PATIENTS,
    STUDIES,
    INSTANCES
  }

  /**
   * What a count has to be.
   *
   * @param exact that nothing but the true number will do; else a lower bound will, too
   * @param bound that nothing but a lower bound will do
   * @param least the lowest bound that is worth something
   * @param truth what there really is
   */
  record Worth(boolean exact, boolean bound, long least, long truth) {
    boolean holds(Count count) {
      return switch (count.kind()) {
        case EXACT -> !bound && count.number() == truth;
        case AT_LEAST -> !exact && count.number() >= least && count.number() <= truth;
        case NOT_COUNTED -> !exact && least < 0;
      };
    }

    @Override
    public String toString() {
      return exact ? "= " + truth : least < 0 ? "not counted" : least + " to " + truth;
    }
  }

  static Row of(Service service, Verdict verdict) {
    return new Row(
        service,
        verdict,
        Set.of(Barrier.NONE),
        Map.of(),
        Optional.empty(),
        Software.Grade.NONE,
        Map.of(),
        Optional.empty());
  }

  Row barrier(Barrier... any) {
    return new Row(service, verdict, Set.of(any), rungs, product, atLeast, counts, tls);
  }

  Row rung(Rung rung, Answer... any) {
    Map<Rung, Set<Answer>> more = new EnumMap<>(Rung.class);
    more.putAll(rungs);
    more.put(rung, Set.of(any));
    return new Row(service, verdict, barriers, more, product, atLeast, counts, tls);
  }

  Row software(String name, Software.Grade grade) {
    return new Row(service, verdict, barriers, rungs, Optional.of(name), grade, counts, tls);
  }

  Row tls(TlsGrade.Grade grade) {
    return new Row(service, verdict, barriers, rungs, product, atLeast, counts, Optional.of(grade));
  }

  private Row count(What what, Worth worth) {
    Map<What, Worth> more = new EnumMap<>(What.class);
    more.putAll(counts);
    more.put(what, worth);
    return new Row(service, verdict, barriers, rungs, product, atLeast, more, tls);
  }

  Row exactly(What what, long number) {
    return count(what, new Worth(true, false, number, number));
  }

  Row between(What what, long least, long truth) {
    return count(what, new Worth(false, false, least, truth));
  }

  /** Nothing but a bound is honest. */
  Row bound(What what, long least, long most) {
    return count(what, new Worth(false, true, least, most));
  }

  Row notCounted(What what) {
    return count(what, new Worth(false, false, -1, -1));
  }

  Row counted(Canaries.Load load) {
    return notCounted(What.PATIENTS)
        .exactly(What.STUDIES, load.studies())
        .exactly(What.INSTANCES, load.instances());
  }

  /** What of the finding isn't as it has to be; empty where all is. */
  List<String> wrong(Finding finding) {
    List<String> wrong = new ArrayList<>();
    if (finding.verdict() != verdict) {
      wrong.add("verdict " + finding.verdict().word() + ", true: " + verdict.word());
    }
    if (!barriers.contains(finding.barrier())) {
      wrong.add("barrier " + finding.barrier().word() + ", true: " + barriers);
    }
    rungs.forEach((rung, answers) -> {
      if (!answers.contains(finding.rung(rung).answer())) {
        wrong.add(rung.word() + " " + finding.rung(rung) + ", true: " + answers);
      }
    });
    product.ifPresent(name -> {
      Software seen = finding.software();
      if (!seen.product().equals(name) || seen.grade().compareTo(atLeast) > 0) {
        wrong.add("software " + seen + ", true: " + name + ", at least " + atLeast);
      }
    });
    counts.forEach((what, worth) -> {
      Count count = count(finding, what);
      if (!worth.holds(count)) {
        wrong.add(
            what.name().toLowerCase(java.util.Locale.ROOT) + " " + count + ", true: " + worth);
      }
    });
    if (tls.isPresent() && !finding.tls().map(TlsGrade::grade).equals(tls)) {
      wrong.add("TLS " + finding.tls() + ", true: " + tls.orElseThrow());
    }
    return wrong;
  }

  private static Count count(Finding finding, What what) {
    return switch (what) {
      case PATIENTS -> finding.exposure().patients();
      case STUDIES -> finding.exposure().studies();
      case INSTANCES -> finding.exposure().instances();
    };
  }
}
