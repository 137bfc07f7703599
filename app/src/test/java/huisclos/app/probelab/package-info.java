/**
 * The probe's laboratory: real servers and scripted fakes, each on a loopback address of its own,
 * seeded with values that must come out nowhere, and the truth about each of them.
 */
@NullMarked
package huisclos.app.probelab;

import org.jspecify.annotations.NullMarked;
