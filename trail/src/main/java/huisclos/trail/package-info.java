/**
 * The record of every access: an append-only Merkle log with signed checkpoints, and its verifier.
 * The only room that writes the log.
 */
@NullMarked
package huisclos.trail;

import org.jspecify.annotations.NullMarked;
