/**
 * What the probe found: doors, the rungs a stranger could climb there and by what evidence, what
 * could be counted, which software it is, how it is closed.
 *
 * <p>Guarantee: nothing here can hold a patient's value. Text that came from the wire is an
 * implementation's name or a server's header, cleaned and cut; everything else is a number, a date
 * or a word of ours.
 */
@NullMarked
package huisclos.probe.finding;

import org.jspecify.annotations.NullMarked;
