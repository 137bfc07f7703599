/**
 * Store, index, find, fetch. Every method takes a Pass; knows no protocol.
 */
@NullMarked
package huisclos.archive;

import org.jspecify.annotations.NullMarked;
