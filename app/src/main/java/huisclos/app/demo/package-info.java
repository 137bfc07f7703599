/**
 * A site of plainly invented patients: in a temporary home, on loopback, gone on exit.
 *
 * <p>Start at {@link huisclos.app.demo.DemoSite}. Every image is drawn by arithmetic from a seed:
 * anatomy as distance fields ({@code …Fields}, {@code …Paint}, {@code …Slices}), one modality's
 * phantom a file, and for each kind of instance an {@code …Iod} that fills its modules. Nothing is
 * read from files, no patient is real, and every Patient ID begins with {@code DEMO-}.
 *
 * <p>May touch {@code dicom} only.
 */
@NullMarked
package huisclos.app.demo;

import org.jspecify.annotations.NullMarked;
