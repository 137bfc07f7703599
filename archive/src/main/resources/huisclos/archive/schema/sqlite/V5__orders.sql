-- Orders, scheduled and performed procedure steps. Clear: UIDs, scheduled date and time, modality,
-- station AE titles, status, internal ids. Columns named `attributes` or `details` are sealed,
-- columns named `token` or ending in `_key` are keyed hashes. These rows lie in no blob, so that
-- nothing rebuilds them but a backup of the index.

-- One scheduled procedure step of an order.
CREATE TABLE worklist_entry (
  id             INTEGER NOT NULL PRIMARY KEY,
  entry          TEXT    NOT NULL UNIQUE,
  placer_key     BLOB,
  filler_key     BLOB,
  accession_key  BLOB,
  step_key       BLOB    NOT NULL,
  patient_key    BLOB    NOT NULL,
  study_uid      TEXT    NOT NULL,
  scheduled_date INTEGER NOT NULL,
  scheduled_time INTEGER NOT NULL,
  modality       TEXT    NOT NULL,
  status         TEXT    NOT NULL,
  source         TEXT    NOT NULL,
  changed        INTEGER NOT NULL,
  attributes     BLOB    NOT NULL
);
CREATE INDEX worklist_by_date ON worklist_entry (scheduled_date);
CREATE INDEX worklist_by_placer ON worklist_entry (placer_key);
CREATE INDEX worklist_by_filler ON worklist_entry (filler_key);
CREATE INDEX worklist_by_accession ON worklist_entry (accession_key);
CREATE INDEX worklist_by_patient ON worklist_entry (patient_key);
CREATE INDEX worklist_by_study ON worklist_entry (study_uid);

CREATE TABLE worklist_station (
  station  TEXT    NOT NULL,
  entry_id INTEGER NOT NULL,
  PRIMARY KEY (station, entry_id)
) WITHOUT ROWID;
CREATE INDEX worklist_station_by_entry ON worklist_station (entry_id);

CREATE TABLE worklist_token (
  token    INTEGER NOT NULL,
  entry_id INTEGER NOT NULL,
  PRIMARY KEY (token, entry_id)
) WITHOUT ROWID;
CREATE INDEX worklist_token_by_entry ON worklist_token (entry_id);

-- What a modality reported that it did (MPPS).
CREATE TABLE performed_step (
  id         INTEGER NOT NULL PRIMARY KEY,
  uid        TEXT    NOT NULL UNIQUE,
  status     TEXT    NOT NULL,
  creator    TEXT    NOT NULL,
  station    TEXT    NOT NULL,
  modality   TEXT    NOT NULL,
  started    INTEGER NOT NULL,
  changed    INTEGER NOT NULL,
  attributes BLOB    NOT NULL
);
CREATE INDEX performed_step_by_date ON performed_step (started);

CREATE TABLE performed_link (
  step_id   INTEGER NOT NULL,
  study_uid TEXT    NOT NULL,
  entry_id  INTEGER NOT NULL,
  PRIMARY KEY (step_id, study_uid, entry_id)
) WITHOUT ROWID;
CREATE INDEX performed_link_by_entry ON performed_link (entry_id);

-- Which instances a step says it made, to compare with those that came.
CREATE TABLE performed_instance (
  step_id    INTEGER NOT NULL,
  sop_uid    TEXT    NOT NULL,
  series_uid TEXT    NOT NULL,
  PRIMARY KEY (step_id, sop_uid)
) WITHOUT ROWID;

-- Messages that were answered, so that one sent twice counts once.
CREATE TABLE order_message (
  message_key BLOB    NOT NULL PRIMARY KEY,
  digest_key  BLOB    NOT NULL,
  received    INTEGER NOT NULL,
  answer      TEXT    NOT NULL
);
CREATE INDEX order_message_by_time ON order_message (received);

-- Two patients that another system says are one. Images are merged by a keeper alone.
CREATE TABLE merge_proposal (
  id       INTEGER NOT NULL PRIMARY KEY,
  pair_key BLOB    NOT NULL UNIQUE,
  noted    INTEGER NOT NULL,
  details  BLOB    NOT NULL
);
