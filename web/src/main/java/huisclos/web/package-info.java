/**
 * The HTTP of the trade, as values and streams: media types and what a client accepts, multipart
 * bodies, the parameters of QIDO-RS and WADO-RS, the native DICOM model in XML (PS3.18, PS3.19).
 *
 * <p>May touch {@code dicom} alone. Guarantee: no socket, no server, no archive; every body is read
 * within limits.
 */
@NullMarked
package huisclos.web;

import org.jspecify.annotations.NullMarked;
