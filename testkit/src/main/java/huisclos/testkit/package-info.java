/**
 * Test scope only: where the shared data lies, seeded generators, scripted peers, fake clock and
 * disk.
 */
@NullMarked
package huisclos.testkit;

import org.jspecify.annotations.NullMarked;
