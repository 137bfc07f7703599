package huisclos.app.home;

import huisclos.gate.KeyProtector;
import huisclos.vault.BrokenSealException;
import huisclos.vault.ColumnSealer;
import java.security.GeneralSecurityException;

/** The vault's sealer, as gate asks for one. */
record VaultProtector(ColumnSealer vault) implements KeyProtector {
  @Override
  public byte[] seal(byte[] plain, byte[] context) {
    return vault.seal(plain, context);
  }

  @Override
  public byte[] open(byte[] sealed, byte[] context) throws GeneralSecurityException {
    try {
      return vault.open(sealed, context);
    } catch (BrokenSealException e) {
      throw new GeneralSecurityException("not sealed here for this", e);
    }
  }
}
