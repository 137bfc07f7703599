/**
 * Retrieving and showing (WADO-RS and WADO-URI, PS3.18 sections 9 and 10.4): instances, metadata,
 * bulk data, frames, pictures. What leaves is read sealed piece by sealed piece and never kept
 * whole.
 */
@NullMarked
package huisclos.desk.web.wado;

import org.jspecify.annotations.NullMarked;
