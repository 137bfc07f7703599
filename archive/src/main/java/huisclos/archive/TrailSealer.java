package huisclos.archive;

import huisclos.trail.Sealer;
import huisclos.vault.ColumnSealer;

/** Seals parts of the trail's records by the vault's sealer for the trail. */
record TrailSealer(ColumnSealer columns) implements Sealer {
  @Override
  public byte[] seal(byte[] plain, byte[] context) {
    return columns.seal(plain, context);
  }

  @Override
  public byte[] open(byte[] sealed, byte[] context) {
    return columns.open(sealed, context);
  }
}
