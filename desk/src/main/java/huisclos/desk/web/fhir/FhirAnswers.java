package huisclos.desk.web.fhir;

import huisclos.desk.web.Call;
import huisclos.gate.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.hl7.fhir.r4.formats.IParser.OutputStyle;
import org.hl7.fhir.r4.formats.JsonParser;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;

/** How the endpoints of FHIR answer: JSON alone. */
final class FhirAnswers {
  static final String JSON = "application/fhir+json; charset=utf-8";

  private FhirAnswers() {}

  static void resource(Call call, int status, Resource resource) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(4096);
    JsonParser writer = new JsonParser();
    writer.setOutputStyle(OutputStyle.NORMAL);
    writer.compose(body, resource);
    call.respond(status, JSON, body.toByteArray());
  }

  /** What went wrong; {@code text} names no value. */
  static void outcome(Call call, int status, IssueType type, String text) throws IOException {
    OperationOutcome outcome = new OperationOutcome();
    outcome.addIssue().setSeverity(IssueSeverity.ERROR).setCode(type).setDiagnostics(text);
    resource(call, status, outcome);
  }

  /** A no of the gate. */
  static void denied(Call call, Reason reason) throws IOException {
    switch (reason) {
      case HOUR_BUDGET, DAY_BUDGET, GUESSING, FROZEN ->
          outcome(call, 429, IssueType.THROTTLED, "A budget of disclosures is used up");
      case UNAVAILABLE -> outcome(call, 503, IssueType.TRANSIENT, "It can't be decided now");
      default -> outcome(call, 403, IssueType.FORBIDDEN, "Not granted");
    }
  }

  /** Whether the client takes JSON; where it doesn't it is told so. */
  static boolean takesJson(Call call) throws IOException {
    boolean takes =
        call.header("accept")
            .map(accept -> accept.contains("json") || accept.contains("*/*"))
            .orElse(true);
    if (!takes) {
      outcome(call, 406, IssueType.NOTSUPPORTED, "available: application/fhir+json");
    }
    return takes;
  }
}
