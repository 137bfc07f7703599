package huisclos.desk.web;

import huisclos.gate.Reason;
import huisclos.web.MediaType;
import huisclos.web.Problem;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** The answers of the DICOMweb endpoints that are no data: a status and a problem report. Pure. */
public final class Answers {
  /** Seconds after which a budget is worth another try. */
  private static final String RETRY_AFTER = "3600";

  private Answers() {}

  public static void problem(Call call, Problem problem) throws IOException {
    call.respond(problem.status(), Problem.TYPE.toString(), problem.body());
  }

  public static void badRequest(Call call, String detail) throws IOException {
    problem(call, new Problem(400, "bad request", detail));
  }

  /** Not there, or nothing that this identity may know of. */
  public static void notFound(Call call) throws IOException {
    problem(call, Problem.of(404, "not found"));
  }

  public static void tooLarge(Call call) throws IOException {
    problem(call, new Problem(413, "too large", "ask for less at once"));
  }

  public static void overBudget(Call call) throws IOException {
    call.set("Retry-After", RETRY_AFTER);
    problem(call, Problem.of(429, "too many requests"));
  }

  /** What the gate refused; why is on record, and not told. */
  public static void denied(Call call, Reason reason) throws IOException {
    switch (reason) {
      case HOUR_BUDGET, DAY_BUDGET, GUESSING, FROZEN -> overBudget(call);
      default -> problem(call, Problem.of(403, "not allowed"));
    }
  }

  /** No decoder is free: another try may do. */
  public static void busy(Call call) throws IOException {
    call.set("Retry-After", "2");
    problem(call, new Problem(503, "busy", "what is to be decoded has to wait for others"));
  }

  /** None of what there is is accepted. */
  public static void notAcceptable(Call call, List<MediaType> available) throws IOException {
    String types =
        available.stream().map(MediaType::toString).distinct().collect(Collectors.joining(", "));
    problem(call, new Problem(406, "not acceptable", "available: " + types));
  }
}
