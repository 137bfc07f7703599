/**
 * The web door: HTTPS, DICOMweb (PS3.18), sign-in and pages. It translates between HTTP and the
 * rooms below; who may do what, the gate says at each request.
 */
@NullMarked
package huisclos.desk.web;

import org.jspecify.annotations.NullMarked;
