package huisclos.app.home;

import huisclos.app.home.ServiceTimes.Service;
import huisclos.net.AcceptedContext;
import huisclos.net.Ending;
import huisclos.net.FindReply;
import huisclos.net.FindRequest;
import huisclos.net.GetReply;
import huisclos.net.GetRequest;
import huisclos.net.MoveReply;
import huisclos.net.MoveRequest;
import huisclos.net.NActionRequest;
import huisclos.net.NCreateRequest;
import huisclos.net.NDeleteRequest;
import huisclos.net.NEventReportRequest;
import huisclos.net.NGetRequest;
import huisclos.net.NSetRequest;
import huisclos.net.NormalizedReply;
import huisclos.net.Reply;
import huisclos.net.ServiceProvider;
import huisclos.net.StoreRequest;
import java.io.IOException;
import java.io.InputStream;

/** Serves as another does, and takes the time of store, find, get and move. */
final class TimedProvider implements ServiceProvider {
  private final ServiceProvider serves;
  private final ServiceTimes times;

  TimedProvider(ServiceProvider serves, ServiceTimes times) {
    this.serves = serves;
    this.times = times;
  }

  @Override
  public Reply echo(AcceptedContext context) throws IOException {
    return serves.echo(context);
  }

  @Override
  public Reply store(StoreRequest request, InputStream dataSet) throws IOException {
    return timed(Service.STORE, () -> serves.store(request, dataSet));
  }

  @Override
  public Reply find(FindRequest request, FindReply out) throws IOException {
    return timed(Service.FIND, () -> serves.find(request, out));
  }

  @Override
  public Reply get(GetRequest request, GetReply out) throws IOException {
    return timed(Service.GET, () -> serves.get(request, out));
  }

  @Override
  public Reply move(MoveRequest request, MoveReply out) throws IOException {
    return timed(Service.MOVE, () -> serves.move(request, out));
  }

  @Override
  public NormalizedReply nAction(NActionRequest request) throws IOException {
    return serves.nAction(request);
  }

  @Override
  public NormalizedReply nEventReport(NEventReportRequest request) throws IOException {
    return serves.nEventReport(request);
  }

  @Override
  public NormalizedReply nCreate(NCreateRequest request) throws IOException {
    return serves.nCreate(request);
  }

  @Override
  public NormalizedReply nSet(NSetRequest request) throws IOException {
    return serves.nSet(request);
  }

  @Override
  public NormalizedReply nGet(NGetRequest request) throws IOException {
    return serves.nGet(request);
  }

  @Override
  public NormalizedReply nDelete(NDeleteRequest request) throws IOException {
    return serves.nDelete(request);
  }

  @Override
  public void closed(Ending ending) {
    serves.closed(ending);
  }

  @FunctionalInterface
  private interface Served {
    Reply now() throws IOException;
  }

  private Reply timed(Service service, Served served) throws IOException {
    long start = System.nanoTime();
    try {
      return served.now();
    } finally {
      times.add(service, System.nanoTime() - start);
    }
  }
}
