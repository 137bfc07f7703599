/**
 * The inside of room {@code net}: state table, upper layer, transports, DIMSE messages. Not
 * exported.
 */
@NullMarked
package huisclos.net.internal;

import org.jspecify.annotations.NullMarked;
