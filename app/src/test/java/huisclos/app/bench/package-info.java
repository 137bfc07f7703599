/**
 * What {@code ./dev bench} runs: our archive as a process, as the launcher starts it, beside other
 * people's, in the same run and in turns.
 */
@NullMarked
package huisclos.app.bench;

import org.jspecify.annotations.NullMarked;
