/**
 * The only place of the probe that opens a connection or sends a byte: {@link
 * huisclos.probe.wire.Dialer} and {@link huisclos.probe.wire.Line}.
 *
 * <p>Guarantee: nothing is dialled and nothing is sent but what a {@link
 * huisclos.probe.wire.Mandate} has no objection to, for a stated {@link
 * huisclos.probe.wire.Purpose} that was handed to the {@link huisclos.probe.wire.Journal} before.
 */
@NullMarked
package huisclos.probe.wire;

import org.jspecify.annotations.NullMarked;
