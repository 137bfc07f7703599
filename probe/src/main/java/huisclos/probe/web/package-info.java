/** Looks at web doors: DICOMweb, WADO-URI, vendors' REST, viewers, FHIR, listings, buckets. */
@NullMarked
package huisclos.probe.web;

import org.jspecify.annotations.NullMarked;
