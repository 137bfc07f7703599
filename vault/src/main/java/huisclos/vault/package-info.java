/**
 * Sealed bytes at rest: sealed-blob format, key ring, blob stores. The only room with ciphers for
 * data at rest.
 */
@NullMarked
package huisclos.vault;

import org.jspecify.annotations.NullMarked;
