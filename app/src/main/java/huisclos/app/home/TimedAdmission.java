package huisclos.app.home;

import huisclos.net.Admission;
import huisclos.net.AssociateRq;
import huisclos.net.Peer;
import huisclos.net.Verdict;

/** Decides as another does, and takes the time of what the admitted ask for. */
final class TimedAdmission implements Admission {
  private final Admission decides;
  private final ServiceTimes times;

  TimedAdmission(Admission decides, ServiceTimes times) {
    this.decides = decides;
    this.times = times;
  }

  @Override
  public Verdict consider(Peer peer, AssociateRq request) {
    return switch (decides.consider(peer, request)) {
      case Verdict.Admit(var contexts, var answers, var provider) ->
          new Verdict.Admit(contexts, answers, new TimedProvider(provider, times));
      case Verdict.Reject reject -> reject;
    };
  }
}
