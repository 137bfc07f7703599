/**
 * Backups of a home and what comes back from them.
 *
 * <p>A backup set is a folder, say on a disk that is plugged in for it. Objects and key ring lie in
 * it as they lie in the home, sealed; all else is sealed by room vault. A backup counts once its
 * manifest, sealed too, has its name: whatever breaks off before leaves the earlier ones as they
 * were. The set never holds the site key, but {@code site.recovery}: backup and recovery phrase
 * together are the archive, neither alone is.
 */
@NullMarked
package huisclos.app.backup;

import org.jspecify.annotations.NullMarked;
