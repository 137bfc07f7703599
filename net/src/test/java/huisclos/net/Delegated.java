package huisclos.net;

import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;

/** A certificate that is another one, so that a test may change a part of it. */
abstract class Delegated extends X509Certificate {
  private static final long serialVersionUID = 1L;

  private final X509Certificate other;

  Delegated(X509Certificate other) {
    this.other = other;
  }

  @Override
  public void checkValidity() {}

  @Override
  public void checkValidity(Date date) {}

  @Override
  public int getVersion() {
    return other.getVersion();
  }

  @Override
  public BigInteger getSerialNumber() {
    return other.getSerialNumber();
  }

  @Override
  @SuppressWarnings("deprecation") // the class asks for it
  public Principal getIssuerDN() {
    return other.getIssuerDN();
  }

  @Override
  @SuppressWarnings("deprecation") // the class asks for it
  public Principal getSubjectDN() {
    return other.getSubjectDN();
  }

  @Override
  public Date getNotBefore() {
    return other.getNotBefore();
  }

  @Override
  public Date getNotAfter() {
    return other.getNotAfter();
  }

  @Override
  public byte[] getTBSCertificate() {
    return new byte[0];
  }

  @Override
  public byte[] getSignature() {
    return other.getSignature();
  }

  @Override
  public String getSigAlgName() {
    return other.getSigAlgName();
  }

  @Override
  public String getSigAlgOID() {
    return other.getSigAlgOID();
  }

  @Override
  public byte[] getSigAlgParams() {
    return new byte[0];
  }

  @Override
  public boolean[] getIssuerUniqueID() {
    return new boolean[0];
  }

  @Override
  public boolean[] getSubjectUniqueID() {
    return new boolean[0];
  }

  @Override
  public boolean[] getKeyUsage() {
    return new boolean[] {true, true, true, true, true, true, true, true, true};
  }

  @Override
  public int getBasicConstraints() {
    return -1;
  }

  @Override
  public void verify(PublicKey key) {}

  @Override
  public void verify(PublicKey key, String provider) {}

  @Override
  public PublicKey getPublicKey() {
    return other.getPublicKey();
  }

  @Override
  public boolean hasUnsupportedCriticalExtension() {
    return false;
  }

  @Override
  public Set<String> getCriticalExtensionOIDs() {
    return Set.of();
  }

  @Override
  public Set<String> getNonCriticalExtensionOIDs() {
    return Set.of();
  }

  @Override
  public byte[] getExtensionValue(String oid) {
    return new byte[0];
  }

  @Override
  public String toString() {
    return "Delegated";
  }
}
