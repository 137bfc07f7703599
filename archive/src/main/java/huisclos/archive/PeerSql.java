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

  // ---- forwarding rules

  static final String SELECT_RULES =
      "SELECT id, destination, modalities, senders, sop_classes, description, added"
          + " FROM forward_rule ORDER BY id";
  static final String COUNT_RULES = "SELECT count(*) FROM forward_rule";
  static final String MAX_RULE = "SELECT max(id) FROM forward_rule";
  static final String MAX_RULE_QUEUED = "SELECT max(rule_id) FROM forward_item";
  static final String INSERT_RULE =
      "INSERT INTO forward_rule (id, destination, modalities, senders, sop_classes, description,"
          + " added) VALUES (?, ?, ?, ?, ?, ?, ?)";
  static final String DELETE_RULE = "DELETE FROM forward_rule WHERE id = ?";
  static final String DELETE_WAITING_OF_RULE =
      "DELETE FROM forward_item WHERE rule_id = ? AND state = 0";

  // ---- the forwarding queue

  static final String ENQUEUE =
      "INSERT INTO forward_item (destination, sop_uid, study_uid, rule_id, state, attempts, due,"
          + " queued, reason) SELECT ?, ?, ?, ?, 0, 0, ?, ?, '' WHERE NOT EXISTS"
          + " (SELECT 1 FROM forward_item WHERE sop_uid = ? AND destination = ?)";
  static final String DESTINATIONS_DUE =
      "SELECT DISTINCT destination FROM forward_item WHERE state = 0 AND due <= ?";
  static final String ITEMS_DUE =
      "SELECT id, sop_uid, study_uid, attempts, queued, reason FROM forward_item"
          + " WHERE destination = ? AND state = 0 AND due <= ? ORDER BY due, id LIMIT ?";
  static final String ITEMS_FAILED =
      "SELECT id, sop_uid, study_uid, attempts, queued, reason FROM forward_item"
          + " WHERE destination = ? AND state = 2 ORDER BY settled DESC, id LIMIT ?";
  static final String SETTLE_ITEM =
      "UPDATE forward_item SET state = ?, settled = ?, reason = ? WHERE id = ? AND state = 0";
  static final String POSTPONE_ITEM =
      "UPDATE forward_item SET attempts = ?, due = ?, reason = ? WHERE id = ? AND state = 0";
  static final String EXPLAIN_ITEM =
      "UPDATE forward_item SET reason = ? WHERE id = ? AND state = 0";
  static final String GIVE_UP_OLD =
      "UPDATE forward_item SET state = 2, settled = ?, reason = ? WHERE destination = ?"
          + " AND state = 0 AND queued < ?";
  static final String RETRY_FAILED =
      "UPDATE forward_item SET state = 0, attempts = 0, due = ?, queued = ?, settled = NULL"
          + " WHERE destination = ? AND state = 2";
  static final String DROP_FAILED = "DELETE FROM forward_item WHERE destination = ? AND state = 2";
  static final String PURGE_SENT =
      "DELETE FROM forward_item WHERE id IN (SELECT id FROM forward_item WHERE state = 1"
          + " AND settled < ? LIMIT ?)";
  static final String DESTINATIONS_KNOWN =
      "SELECT destination FROM forward_item UNION SELECT destination FROM forward_rule ORDER BY 1";
  static final String COUNT_ITEMS =
      "SELECT count(*) FROM forward_item WHERE destination = ? AND state = ?";
  static final String OLDEST_WAITING =
      "SELECT min(queued) FROM forward_item WHERE destination = ? AND state = 0";
  static final String LAST_REASON =
      "SELECT reason FROM forward_item WHERE destination = ? AND state IN (0, 2) AND reason <> ''"
          + " ORDER BY state, id DESC LIMIT 1";

  // ---- commitment reports

  static final String COUNT_REPORTS_WAITING = "SELECT count(*) FROM commit_report WHERE state = 0";
  static final String INSERT_REPORT =
      "INSERT INTO commit_report (device, transaction_uid, event_type, report, state, attempts,"
          + " due, queued, expires, reason) VALUES (?, ?, ?, ?, 0, 0, ?, ?, ?, '')";
  static final String REPORTS_DUE =
      "SELECT id, device, transaction_uid, event_type, report, attempts, expires"
          + " FROM commit_report WHERE state = 0 AND due <= ? ORDER BY due, id LIMIT ?";
  static final String DELETE_REPORT = "DELETE FROM commit_report WHERE id = ?";
  static final String POSTPONE_REPORT =
      "UPDATE commit_report SET attempts = attempts + 1, due = ?, reason = ? WHERE id = ?";
  static final String FAIL_REPORT = "UPDATE commit_report SET state = 2, reason = ? WHERE id = ?";
  static final String COUNT_REPORTS =
      "SELECT device, sum(CASE WHEN state = 0 THEN 1 ELSE 0 END),"
          + " sum(CASE WHEN state = 2 THEN 1 ELSE 0 END), max(reason) FROM commit_report"
          + " GROUP BY device ORDER BY device";
}
