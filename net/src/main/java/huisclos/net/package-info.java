/**
 * The DICOM upper layer (PS3.8) and the DIMSE services (PS3.7), both sides.
 *
 * <p>What it holds: the PDUs as a sealed family of records with their reader and writer; the state
 * machine of PS3.8 §9.2 as a table that every association runs on; {@link
 * huisclos.net.AcceptorServer}, which serves the DIMSE-C and DIMSE-N services through a {@link
 * huisclos.net.ServiceProvider}; {@link huisclos.net.Requestor}, which asks for them.
 *
 * <p>What it may touch: room {@code dicom}, sockets, and a TLS context that it is handed. It reads
 * no file, decides about nobody and logs nothing: it reports through {@link
 * huisclos.net.ServerListener}.
 *
 * <p>Its guarantee: there is no association without an explicit yes of an {@link
 * huisclos.net.Admission}, and no size, count or wait that a peer can make unbounded.
 */
@NullMarked
package huisclos.net;

import org.jspecify.annotations.NullMarked;
