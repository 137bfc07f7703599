/**
 * FHIR R4 for an EHR that looks for studies: {@code ImagingStudy}, the capabilities, and where
 * SMART programs find their authority.
 */
@NullMarked
package huisclos.desk.web.fhir;

import org.jspecify.annotations.NullMarked;
