/**
 * What both doors make of pixel data on its way out: the archive's {@code PixelTranscoder}, by the
 * room {@code pixels}. May touch {@code archive} and {@code pixels}.
 */
@NullMarked
package huisclos.desk.transcoding;

import org.jspecify.annotations.NullMarked;
