package huisclos.archive;

/** The SQL texts of peers, forwarding and reports, in plain SQL-92 but for {@code LIMIT}. */
final class PeerSql {
  private PeerSql() {}

  static final String SELECT_PEERS =
      "SELECT aet, host, port, called, trust, identity_aet, identity_certificate, identity_key,"
          + " added FROM peer";
  static final String COUNT_PEER = "SELECT count(*) FROM peer WHERE aet = ?";
  static final String DELETE_PEER = "DELETE FROM peer WHERE aet = ?";
  static final String INSERT_PEER =
      "INSERT INTO peer (aet, host, port, called, trust, identity_aet, identity_certificate,"
          + " identity_key, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
}
