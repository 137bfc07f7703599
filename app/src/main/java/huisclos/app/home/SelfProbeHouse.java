package huisclos.app.home;

import huisclos.gate.AlertKind;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the self-probe finds in this site, and what it does to it. Thread-safe. */
record SelfProbeHouse(Site site) implements SelfProbe.House {
  private static final Logger LOG = LoggerFactory.getLogger(SelfProbeHouse.class);

  @Override
  public List<InetSocketAddress> own() {
    List<InetSocketAddress> own = new ArrayList<>();
    if (site.doors().isOpen()) {
      own.add(site.doors().address());
    }
    site.doors().hl7Address().ifPresent(own::add);
    return own;
  }

  @Override
  public List<InetSocketAddress> ownWeb() {
    return site.doors().webAddress().stream().toList();
  }

  @Override
  public void shut(int port) {
    site.doors().shut(port);
  }

  @Override
  public void alert(SelfProbe.Open open) {
    LOG.error("{}", open.words());
    site.gate().alerts().raise(AlertKind.DOOR_OPEN, open.door().toString(), open.words());
  }

  @Override
  public void record(SelfProbe.Round round) {
    try {
      site.recordSystem(
          Action.PROBE,
          round.open().isEmpty() ? Outcome.DONE : Outcome.FAILED,
          Fact.REASON,
          "own doors looked at: " + round.doors() + ", open to strangers: " + round.open().size());
    } catch (TrailException e) {
      LOG.error("the look at the own doors could not be put on record");
    }
  }
}
