package huisclos.app.backup;

import huisclos.app.home.Home;
import huisclos.archive.ArchiveCopy;
import huisclos.trail.Trail;
import huisclos.vault.SiteKey;
import huisclos.vault.Vault;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What a backup is made of: the open rooms of a home.
 *
 * @param home where they lie
 * @param vault objects and keys
 * @param trail the record
 * @param archive index and containers
 * @param siteKey the key in force
 * @param phraseTaken whether the recovery phrase of this key was taken
 * @param still held while keys are destroyed or rotated, and while the parts of a backup that
 *     belong together are copied
 */
public record BackupSource(
    Home home,
    Vault vault,
    Trail trail,
    ArchiveCopy archive,
    Supplier<SiteKey> siteKey,
    BooleanSupplier phraseTaken,
    Lock still) {}
