package huisclos.app.admin;

import huisclos.app.home.Settings;
import huisclos.app.home.Site;
import huisclos.vault.SiteKeySource;

/** What each place of a site key is good for, in words. */
final class SiteKeyPlace {
  private SiteKeyPlace() {}

  /** The place that the settings name now; a move while the server runs changes them. */
  static SiteKeySource source(Site site) {
    return Settings.read(site.home()).siteKeySource();
  }

  static String word(SiteKeySource source) {
    return switch (source) {
      case SiteKeySource.InHome _ -> "home";
      case SiteKeySource.InFile _ -> "file";
      case SiteKeySource.ByCredential _ -> "credential";
      case SiteKeySource.ByToken _ -> "pkcs11";
    };
  }

  /** Against what it helps. */
  static String protects(SiteKeySource source) {
    return switch (source) {
      case SiteKeySource.InHome _ ->
          "copies of the index, the blobs or the trail without keys/: they open nothing";
      case SiteKeySource.InFile _ ->
          "loss of the home's disk or of any copy of the home, while the key's medium is elsewhere";
      case SiteKeySource.ByCredential _ ->
          "loss of the disk or of any copy of it; with a TPM-bound credential, of the disk in"
              + " another machine";
      case SiteKeySource.ByToken _ ->
          "loss of the disk and of the whole machine without its token: the sealing key can't be"
              + " copied";
    };
  }

  /** Against what it doesn't. */
  static String leaves(SiteKeySource source) {
    return switch (source) {
      case SiteKeySource.InHome _ -> "whoever has the whole home can read everything";
      case SiteKeySource.InFile _ -> "whoever has both the home and the key's file";
      case SiteKeySource.ByCredential _ ->
          "whoever is root on the running machine; the key is in the server's memory";
      case SiteKeySource.ByToken _ ->
          "whoever is root on the running machine with the token; the key is in the server's"
              + " memory";
    };
  }
}
