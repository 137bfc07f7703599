/**
 * The decoders written in Java: a frame's bytes in, native samples out, any breach of the format a
 * {@link huisclos.pixels.codec.DamagedFrameException}. None of them starts anything or opens a
 * file.
 */
@NullMarked
package huisclos.pixels.codec;

import org.jspecify.annotations.NullMarked;
