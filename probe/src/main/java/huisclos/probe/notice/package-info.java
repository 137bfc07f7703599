/** Notices to owners, and the record of who was told when. */
@NullMarked
package huisclos.probe.notice;

import org.jspecify.annotations.NullMarked;
