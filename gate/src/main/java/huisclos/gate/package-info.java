/**
 * Who may come in and what they may do; the only room that says yes.
 *
 * <p>It holds the site's CA, the identities it issues, the grants of each device and the decisions
 * made from them. It may touch the trail and nothing else of the house: the registry of devices is
 * an interface here, kept by the archive; what protects keys at rest is an interface here, kept by
 * the vault.
 *
 * <p>Guarantee: a {@link huisclos.gate.Pass} exists only because {@link huisclos.gate.Gate#decide}
 * said yes to an {@link huisclos.gate.Identity} that {@link huisclos.gate.Gate#admit} let in;
 * neither can be made elsewhere. What it discloses is durable on the trail before {@link
 * huisclos.gate.Pass#disclose} returns. Every no is on record, in bounded volume.
 */
@NullMarked
package huisclos.gate;

import org.jspecify.annotations.NullMarked;
