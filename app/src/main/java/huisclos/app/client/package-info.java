/** The client side: echo, send, find and get over TLS with a device's identity. */
@NullMarked
package huisclos.app.client;

import org.jspecify.annotations.NullMarked;
