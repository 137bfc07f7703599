/**
 * Frames of pixel data, decoded and rendered for display (PS3.3 §C.7.6, §C.11; PS3.5 §8, annex A).
 *
 * <p>May touch {@code dicom} alone. Guarantee: pixel data is taken for hostile: sizes, time and
 * memory are limited, and what native code decodes it decodes in a process of its own.
 */
@NullMarked
package huisclos.pixels;

import org.jspecify.annotations.NullMarked;
