/** The web door as one: everything it leads to, put together. */
@NullMarked
package huisclos.desk.web.door;

import org.jspecify.annotations.NullMarked;
