/**
 * The processes that native decoders run in. {@link huisclos.pixels.sandbox.Sandbox} starts, feeds
 * and ends them; {@link huisclos.pixels.sandbox.SandboxMain} is what runs there, and uses nothing
 * of the other packages, so that this room's classes are all of its class path.
 */
@NullMarked
package huisclos.pixels.sandbox;

import org.jspecify.annotations.NullMarked;
