/**
 * What the archive carries to its peers and fetches from them: the sub-operations of a C-MOVE,
 * forwarding, storage commitment reports, pulls.
 *
 * <p>May touch {@code archive}, {@code net}, {@code gate} and {@code dicom}. Guarantee: of the
 * running archive, this room alone dials, and only peers that a keeper registered, over TLS, by the
 * identity they are known by.
 */
@NullMarked
package huisclos.courier;

import org.jspecify.annotations.NullMarked;
