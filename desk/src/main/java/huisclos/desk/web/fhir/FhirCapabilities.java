package huisclos.desk.web.fhir;

import java.time.Instant;
import java.util.Date;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/** What the FHIR endpoints can do (FHIR R4 §5.1). It names neither product nor site. */
final class FhirCapabilities {
  /** When this statement last changed. */
  private static final Instant CHANGED = Instant.parse("2026-11-01T00:00:00Z");

  private FhirCapabilities() {}

  static CapabilityStatement of(String base) {
    CapabilityStatement statement = new CapabilityStatement();
    statement.setStatus(PublicationStatus.ACTIVE);
    statement.setDate(Date.from(CHANGED));
    statement.setKind(CapabilityStatementKind.INSTANCE);
    statement.getImplementation().setDescription("Imaging studies").setUrl(base);
    statement.setFhirVersion(FHIRVersion._4_0_1);
    statement.addFormat("application/fhir+json");
    var rest = statement.addRest().setMode(RestfulCapabilityMode.SERVER);
    rest.getSecurity()
        .addService(
            new CodeableConcept(
                new Coding(
                    "http://terminology.hl7.org/CodeSystem/restful-security-service",
                    "SMART-on-FHIR",
                    "")));
    CapabilityStatementRestResourceComponent studies = rest.addResource().setType("ImagingStudy");
    studies.addInteraction().setCode(TypeRestfulInteraction.READ);
    studies.addInteraction().setCode(TypeRestfulInteraction.SEARCHTYPE);
    add(studies, "_id", SearchParamType.TOKEN);
    add(studies, "identifier", SearchParamType.TOKEN);
    add(studies, "patient", SearchParamType.REFERENCE);
    add(studies, "subject", SearchParamType.REFERENCE);
    add(studies, "started", SearchParamType.DATE);
    add(studies, "modality", SearchParamType.TOKEN);
    add(studies, "status", SearchParamType.TOKEN);
    return statement;
  }

  private static void add(
      CapabilityStatementRestResourceComponent studies, String name, SearchParamType type) {
    studies.addSearchParam().setName(name).setType(type);
  }
}
