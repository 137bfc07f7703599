/**
 * The archive: store, index, find, fetch.
 *
 * <p>{@link huisclos.archive.Archive} is the door; every method that touches what is about patients
 * takes a {@code Pass} of {@code gate}. Bytes lie sealed in {@code vault}; what they are lies in
 * the index ({@code HOME/index.db}), in clear as far as the contracts say and sealed else, with
 * blind tokens to find it by. The index is made of blobs and key ring and can be made anew from
 * them; only devices and settings live in it alone.
 *
 * <p>May touch {@code dicom}, {@code vault} and {@code gate}. Guarantees: an acknowledged store is
 * durable in bytes, trail and index; what leaves is on record first; no method works without a
 * pass; nothing here knows a protocol.
 */
@NullMarked
package huisclos.archive;

import org.jspecify.annotations.NullMarked;
