/**
 * The record of every access: an append-only Merkle log with signed checkpoints, its verifier and
 * its reader.
 *
 * <p>{@link huisclos.trail.Trail} writes this home's log, {@link huisclos.trail.TrailReader} reads
 * the logs of all nodes, {@link huisclos.trail.TrailVerifier} proves them from their files alone.
 * {@link huisclos.trail.WhoReport} answers who saw a patient or a study.
 *
 * <p>It touches its own folder and nothing else, knows no other room, and has no cipher: whoever
 * opens the trail supplies a {@link huisclos.trail.Sealer}.
 *
 * <p>Its guarantee: a record that {@code append} returned for survives a power cut, and can't be
 * altered or removed unseen by anybody who lacks the site key, nor, once a checkpoint has been kept
 * elsewhere, by anybody at all. Nothing in it identifies a patient in clear.
 */
@NullMarked
package huisclos.trail;

import org.jspecify.annotations.NullMarked;
