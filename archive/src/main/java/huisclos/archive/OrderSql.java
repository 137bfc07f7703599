package huisclos.archive;

/** The SQL texts of orders, performed steps and what hangs on them; the rest is in {@link Sql}. */
final class OrderSql {
  private OrderSql() {}

  static final String COUNT_ENTRIES = "SELECT count(*) FROM worklist_entry";
  static final String INSERT_ENTRY =
      "INSERT INTO worklist_entry (placer_key, filler_key, accession_key, step_key, patient_key,"
          + " study_uid, scheduled_date, scheduled_time, modality, status, source, changed,"
          + " attributes, entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  static final String UPDATE_ENTRY =
      "UPDATE worklist_entry SET placer_key = ?, filler_key = ?, accession_key = ?, step_key = ?,"
          + " patient_key = ?, study_uid = ?, scheduled_date = ?, scheduled_time = ?, modality = ?,"
          + " status = ?, source = ?, changed = ?, attributes = ? WHERE entry = ?";
  static final String ENTRY_ID = "SELECT id FROM worklist_entry WHERE entry = ?";
  static final String UPDATE_STATUS =
      "UPDATE worklist_entry SET status = ?, changed = ? WHERE id = ?";

  /** The columns of {@link OrderRows.Row}, in its order. */
  static final String SELECT_ENTRY =
      "SELECT w.id, w.entry, w.status, w.source, w.changed, w.study_uid, w.attributes"
          + " FROM worklist_entry w";

  static final String BY_ENTRY = SELECT_ENTRY + " WHERE w.entry = ?";
  static final String BY_PLACER = SELECT_ENTRY + " WHERE w.placer_key = ?";
  static final String BY_FILLER = SELECT_ENTRY + " WHERE w.filler_key = ?";
  static final String BY_ACCESSION = SELECT_ENTRY + " WHERE w.accession_key = ?";
  static final String BY_PATIENT = SELECT_ENTRY + " WHERE w.patient_key = ?";
  static final String BY_STUDY = SELECT_ENTRY + " WHERE w.study_uid = ?";
  static final String LATEST =
      SELECT_ENTRY + " ORDER BY w.scheduled_date DESC, w.scheduled_time DESC, w.id DESC LIMIT ?";

  static final String INSERT_STATION =
      "INSERT INTO worklist_station (station, entry_id) VALUES (?, ?)";
  static final String DELETE_STATIONS = "DELETE FROM worklist_station WHERE entry_id = ?";
  static final String INSERT_TOKEN = "INSERT INTO worklist_token (token, entry_id) VALUES (?, ?)";
  static final String DELETE_TOKENS = "DELETE FROM worklist_token WHERE entry_id = ?";
  static final String ALL_ENTRIES = SELECT_ENTRY + " ORDER BY w.id";

  static final String DELETE_EXPIRED_STATIONS =
      "DELETE FROM worklist_station WHERE entry_id IN"
          + " (SELECT id FROM worklist_entry WHERE scheduled_date < ?)";
  static final String DELETE_EXPIRED_TOKENS =
      "DELETE FROM worklist_token WHERE entry_id IN"
          + " (SELECT id FROM worklist_entry WHERE scheduled_date < ?)";

  /** The numbers of rows are given again, so that no link may outlive its entry. */
  static final String DELETE_EXPIRED_LINKS =
      "DELETE FROM performed_link WHERE entry_id IN"
          + " (SELECT id FROM worklist_entry WHERE scheduled_date < ?)";

  static final String DELETE_EXPIRED = "DELETE FROM worklist_entry WHERE scheduled_date < ?";
  static final String COUNT_EXPIRED =
      "SELECT count(*) FROM worklist_entry WHERE scheduled_date < ?";
  static final String COUNT_OLD_STEPS = "SELECT count(*) FROM performed_step WHERE changed < ?";
  static final String DELETE_OLD_STEPS_INSTANCES =
      "DELETE FROM performed_instance WHERE step_id IN"
          + " (SELECT id FROM performed_step WHERE changed < ?)";
  static final String DELETE_OLD_STEPS_LINKS =
      "DELETE FROM performed_link WHERE step_id IN"
          + " (SELECT id FROM performed_step WHERE changed < ?)";
  static final String DELETE_OLD_STEPS = "DELETE FROM performed_step WHERE changed < ?";
  static final String DELETE_OLD_MESSAGES = "DELETE FROM order_message WHERE received < ?";

  static final String MESSAGE =
      "SELECT digest_key, answer FROM order_message WHERE message_key = ?";
  static final String DELETE_MESSAGE = "DELETE FROM order_message WHERE message_key = ?";
  static final String INSERT_MESSAGE =
      "INSERT INTO order_message (message_key, digest_key, received, answer) VALUES (?, ?, ?, ?)";

  static final String COUNT_PROPOSAL = "SELECT count(*) FROM merge_proposal WHERE pair_key = ?";
  static final String INSERT_PROPOSAL =
      "INSERT INTO merge_proposal (pair_key, noted, details) VALUES (?, ?, ?)";
  static final String PROPOSALS =
      "SELECT id, noted, pair_key, details FROM merge_proposal ORDER BY id LIMIT ?";
  static final String DELETE_PROPOSAL = "DELETE FROM merge_proposal WHERE id = ?";

  // ---- performed steps

  static final String INSERT_STEP =
      "INSERT INTO performed_step (uid, status, creator, station, modality, started, changed,"
          + " attributes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  static final String UPDATE_STEP =
      "UPDATE performed_step SET status = ?, changed = ?, attributes = ? WHERE id = ?";
  static final String STEP =
      "SELECT id, uid, status, creator, station, modality, started, changed, attributes"
          + " FROM performed_step WHERE uid = ?";
  static final String STEPS =
      "SELECT id, uid, status, creator, station, modality, started, changed, attributes"
          + " FROM performed_step ORDER BY started DESC, id DESC LIMIT ?";
  static final String INSERT_LINK =
      "INSERT INTO performed_link (step_id, study_uid, entry_id) VALUES (?, ?, ?)";
  static final String LINKS =
      "SELECT l.study_uid, l.entry_id, w.entry FROM performed_link l"
          + " LEFT JOIN worklist_entry w ON w.id = l.entry_id WHERE l.step_id = ?";

  /** The states of all steps that one entry was performed in. */
  static final String STATES_OF_ENTRY =
      "SELECT p.status FROM performed_link l JOIN performed_step p ON p.id = l.step_id"
          + " WHERE l.entry_id = ?";

  static final String DELETE_INSTANCES = "DELETE FROM performed_instance WHERE step_id = ?";
  static final String INSERT_INSTANCE =
      "INSERT INTO performed_instance (step_id, sop_uid, series_uid) VALUES (?, ?, ?)";
  static final String COUNT_INSTANCES = "SELECT count(*) FROM performed_instance WHERE step_id = ?";
  static final String COUNT_ARRIVED =
      "SELECT count(*) FROM performed_instance n WHERE n.step_id = ? AND EXISTS"
          + " (SELECT 1 FROM instance i WHERE i.sop_uid = n.sop_uid)";
  static final String COUNT_INCOMPLETE =
      "SELECT count(*) FROM performed_step p WHERE p.status <> 'IN_PROGRESS' AND EXISTS"
          + " (SELECT 1 FROM performed_instance n WHERE n.step_id = p.id AND NOT EXISTS"
          + " (SELECT 1 FROM instance i WHERE i.sop_uid = n.sop_uid))";
  static final String MISSING =
      "SELECT n.sop_uid FROM performed_instance n WHERE n.step_id = ? AND NOT EXISTS"
          + " (SELECT 1 FROM instance i WHERE i.sop_uid = n.sop_uid) ORDER BY n.sop_uid LIMIT ?";
}
