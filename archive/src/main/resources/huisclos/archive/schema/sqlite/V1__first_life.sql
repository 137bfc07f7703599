-- The index, first version. Clear: UIDs, dates and times of study, series and acquisition, modality,
-- SOP class, transfer syntax, numbers, counts. Columns named `attributes` or `details` are sealed;
-- columns named `token` or `identity` are keyed hashes. Dates are YYYYMMDD as a number, times
-- microseconds of the day, instants milliseconds of the epoch or ISO 8601 text.

CREATE TABLE setting (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

-- Up to which offset the entries of a container are in this index.
CREATE TABLE indexed (
  store     INTEGER NOT NULL,
  container INTEGER NOT NULL,
  blob_end  INTEGER NOT NULL,
  PRIMARY KEY (store, container)
);

-- `record` is the internal id: the id of the record's key in the key ring.
CREATE TABLE patient (
  id       INTEGER NOT NULL PRIMARY KEY,
  record   TEXT    NOT NULL UNIQUE,
  identity BLOB    UNIQUE
);

-- What the studies of a record say about the patient: one row for each distinct account.
CREATE TABLE demographic (
  id         INTEGER NOT NULL PRIMARY KEY,
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  digest     BLOB    NOT NULL,
  attributes BLOB    NOT NULL,
  UNIQUE (patient_id, digest)
);

CREATE TABLE demographic_token (
  token          INTEGER NOT NULL,
  demographic_id INTEGER NOT NULL,
  PRIMARY KEY (token, demographic_id)
) WITHOUT ROWID;

CREATE TABLE study (
  id             INTEGER NOT NULL PRIMARY KEY,
  uid            TEXT    NOT NULL UNIQUE,
  patient_id     INTEGER NOT NULL REFERENCES patient (id),
  demographic_id INTEGER NOT NULL REFERENCES demographic (id),
  study_key      TEXT    NOT NULL,
  study_date     INTEGER,
  study_time     INTEGER,
  modalities     TEXT    NOT NULL,
  sop_classes    TEXT    NOT NULL,
  series_count   INTEGER NOT NULL,
  instance_count INTEGER NOT NULL,
  received       INTEGER NOT NULL,
  attributes     BLOB    NOT NULL
);
CREATE INDEX study_by_patient ON study (patient_id);
CREATE INDEX study_by_demographic ON study (demographic_id);
CREATE INDEX study_by_date ON study (study_date);

CREATE TABLE study_token (
  token    INTEGER NOT NULL,
  study_id INTEGER NOT NULL,
  PRIMARY KEY (token, study_id)
) WITHOUT ROWID;

-- A series UID met in two studies is two series.
CREATE TABLE series (
  id             INTEGER NOT NULL PRIMARY KEY,
  study_id       INTEGER NOT NULL REFERENCES study (id),
  uid            TEXT    NOT NULL,
  modality       TEXT    NOT NULL,
  series_number  INTEGER,
  series_date    INTEGER,
  series_time    INTEGER,
  instance_count INTEGER NOT NULL,
  attributes     BLOB    NOT NULL,
  UNIQUE (uid, study_id)
);
CREATE INDEX series_by_study ON series (study_id);

CREATE TABLE instance (
  id               INTEGER NOT NULL PRIMARY KEY,
  sop_uid          TEXT    NOT NULL UNIQUE,
  series_id        INTEGER NOT NULL REFERENCES series (id),
  sop_class        TEXT    NOT NULL,
  transfer_syntax  TEXT    NOT NULL,
  instance_number  INTEGER,
  acquisition_date INTEGER,
  acquisition_time INTEGER,
  sha256           BLOB    NOT NULL,
  bytes            INTEGER NOT NULL,
  store            INTEGER NOT NULL,
  container        INTEGER NOT NULL,
  blob_offset      INTEGER NOT NULL,
  blob_length      INTEGER NOT NULL,
  object_id        BLOB    NOT NULL,
  received         INTEGER NOT NULL,
  attributes       BLOB    NOT NULL
);
CREATE INDEX instance_by_series ON instance (series_id);

-- A later instance of a known study that names another patient.
CREATE TABLE conflict (
  id          INTEGER NOT NULL PRIMARY KEY,
  instance_id INTEGER NOT NULL REFERENCES instance (id),
  kind        TEXT    NOT NULL,
  noted       INTEGER NOT NULL,
  details     BLOB    NOT NULL
);

-- Other content that came under a known SOP instance UID.
CREATE TABLE quarantine (
  id              TEXT    NOT NULL PRIMARY KEY,
  sop_uid         TEXT    NOT NULL,
  series_uid      TEXT    NOT NULL,
  study_uid       TEXT    NOT NULL,
  sop_class       TEXT    NOT NULL,
  transfer_syntax TEXT    NOT NULL,
  sha256          BLOB    NOT NULL,
  bytes           INTEGER NOT NULL,
  container       INTEGER NOT NULL,
  blob_offset     INTEGER NOT NULL,
  blob_length     INTEGER NOT NULL,
  object_id       BLOB    NOT NULL,
  sender          TEXT    NOT NULL,
  received        INTEGER NOT NULL
);
CREATE INDEX quarantine_by_sop ON quarantine (sop_uid);

-- Who may come in. Nothing is ever removed from these, so that a revoked certificate can't return.
CREATE TABLE device (
  aet     TEXT NOT NULL PRIMARY KEY,
  verbs   TEXT NOT NULL,
  move_to TEXT NOT NULL,
  added   TEXT NOT NULL
);

CREATE TABLE device_certificate (
  fingerprint     TEXT NOT NULL PRIMARY KEY,
  key_fingerprint TEXT NOT NULL UNIQUE,
  aet             TEXT NOT NULL REFERENCES device (aet),
  serial          TEXT NOT NULL,
  origin          TEXT NOT NULL,
  not_before      TEXT NOT NULL,
  not_after       TEXT NOT NULL,
  accepted_until  TEXT NOT NULL,
  revoked_at      TEXT
);
CREATE INDEX device_certificate_by_aet ON device_certificate (aet);
CREATE INDEX device_certificate_by_serial ON device_certificate (serial);
