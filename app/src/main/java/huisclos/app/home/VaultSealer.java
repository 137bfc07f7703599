package huisclos.app.home;

import huisclos.trail.Sealer;
import huisclos.vault.ColumnSealer;

/** A sealer of the vault's, as trail asks for one. */
public record VaultSealer(ColumnSealer vault) implements Sealer {
  @Override
  public byte[] seal(byte[] plain, byte[] context) {
    return vault.seal(plain, context);
  }

  @Override
  public byte[] open(byte[] sealed, byte[] context) {
    return vault.open(sealed, context);
  }
}
