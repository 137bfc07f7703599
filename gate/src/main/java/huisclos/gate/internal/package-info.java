/** Encodings and files behind {@code huisclos.gate}: PEM, sealed key files, certificate writing. */
@NullMarked
package huisclos.gate.internal;

import org.jspecify.annotations.NullMarked;
