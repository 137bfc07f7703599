/**
 * Sealed bytes at rest: objects in containers, the key ring, the site key and its recovery phrase,
 * sealed columns and blind tokens. The only room with ciphers for data at rest; it touches no other
 * room and knows nothing of DICOM beyond five UIDs of an object's descriptor.
 *
 * <p>Guarantee: plaintext never reaches the disk; what {@link huisclos.vault.Vault#commit}
 * acknowledged would survive a power cut; a flipped bit, a cut or an exchange of stored bytes ends
 * in a {@link huisclos.vault.VaultException}, never in wrong content; nothing printed or thrown
 * holds key material.
 *
 * <h2>Keys</h2>
 *
 * <pre>
 * site key ({@code keys/site.key}, or in memory)
 *   ├─ home key: derives the keys of columns and blind tokens (HKDF, one per purpose)
 *   ├─ quarantine key ── object key
 *   └─ patient record's key
 *        └─ study key
 *             └─ object key: derives the content's and the descriptor's keys (HKDF)
 * </pre>
 *
 * <p>All but the last are wrapped in the {@link huisclos.vault.KeyRing}; each object carries its
 * own key wrapped. Wrapping is AES-256-GCM with the ids concerned as associated data.
 *
 * <h2>Bytes</h2>
 *
 * <p>A container is a header (see {@code ContainerHeader}) and entries one after the other. An
 * entry is, big-endian:
 *
 * <pre>
 * head, 144 bytes   magic HCB1, format version, vault id, object id, wrapping key's id, wrapped
 *                   object key, lengths, CRC-32C                         (see {@code BlobHead})
 * content           Tink AES-256-GCM-HKDF streaming, 64 KiB segments     (see {@code Segments})
 * descriptor        AES-256-GCM: five UIDs, length and SHA-256 of the plaintext
 * tail, 16 bytes    magic HCBE, CRC-32C of content and descriptor, length of the entry
 * </pre>
 *
 * <p>Associated data of content, descriptor and wrapped key: format version, vault id, object id.
 * The descriptor lies behind the content because it is known last; the head has a fixed length, so
 * that a spilled object leaves room for it.
 *
 * <p>Tink's {@code subtle} classes are used directly, without its registry and key sets: the format
 * version fixes every algorithm and length, and start-up loads neither registry nor protobuf.
 */
@NullMarked
package huisclos.vault;

import org.jspecify.annotations.NullMarked;
