package huisclos.desk.web.fhir;

import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestSecurityComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.UriType;

/** What the FHIR endpoints can do (FHIR R4 §5.1). It names neither product nor site. */
final class FhirCapabilities {
  /** When this statement last changed. */
  private static final Instant CHANGED = Instant.parse("2026-11-01T00:00:00Z");

  private static final String SERVICE =
      "http://terminology.hl7.org/CodeSystem/restful-security-service";

  /** Where SMART clients of the first version look (SMART App Launch 1 §"FHIR authorization"). */
  private static final String OAUTH_URIS =
      "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";

  private FhirCapabilities() {}

  /**
   * The statement.
   *
   * @param smart where an issuer gives tokens, where one does
   */
  static CapabilityStatement of(String base, Optional<SmartConfiguration> smart) {
    CapabilityStatement statement = new CapabilityStatement();
    statement.setStatus(PublicationStatus.ACTIVE);
    statement.setDate(Date.from(CHANGED));
    statement.setKind(CapabilityStatementKind.INSTANCE);
    statement.getImplementation().setDescription("Imaging studies").setUrl(base);
    statement.setFhirVersion(FHIRVersion._4_0_1);
    statement.addFormat("application/fhir+json");
    var rest = statement.addRest().setMode(RestfulCapabilityMode.SERVER);
    CapabilityStatementRestSecurityComponent security = rest.getSecurity();
    security.addService(service("Certificates"));
    security.addService(service("OAuth"));
    if (smart.isPresent()) {
      security.addService(service("SMART-on-FHIR"));
      security.setDescription("See " + base + "/.well-known/smart-configuration");
      smart.get().known().ifPresent(places -> security.addExtension(oauth(places)));
    }
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

  private static CodeableConcept service(String code) {
    return new CodeableConcept(new Coding(SERVICE, code, ""));
  }

  private static Extension oauth(SmartConfiguration.Places places) {
    Extension uris = new Extension(OAUTH_URIS);
    uris.addExtension(new Extension("token", new UriType(places.token())));
    places
        .authorize()
        .ifPresent(at -> uris.addExtension(new Extension("authorize", new UriType(at))));
    return uris;
  }

  private static void add(
      CapabilityStatementRestResourceComponent studies, String name, SearchParamType type) {
    studies.addSearchParam().setName(name).setType(type);
  }
}
