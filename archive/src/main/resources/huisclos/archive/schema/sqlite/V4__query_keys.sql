-- Keys to search by beside the first version's.
-- A key that was added to those built in. `tag` of a private one has no block, `reached` and
-- `target` are ids of instances: those between them were stored before and are still to be read.
CREATE TABLE extra_key (
  id      INTEGER NOT NULL PRIMARY KEY,
  tag     INTEGER NOT NULL,
  creator TEXT    NOT NULL,
  vr      TEXT    NOT NULL,
  level   TEXT    NOT NULL,
  added   INTEGER NOT NULL,
  reached INTEGER NOT NULL,
  target  INTEGER NOT NULL,
  unread  INTEGER NOT NULL,
  UNIQUE (tag, creator)
);

-- Its values, sealed, and their keyed hashes: they go with their entity and with their key.
CREATE TABLE extra_study (
  entity_id  INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  key_id     INTEGER NOT NULL REFERENCES extra_key (id) ON DELETE CASCADE,
  attributes BLOB    NOT NULL,
  PRIMARY KEY (entity_id, key_id)
) WITHOUT ROWID;

CREATE TABLE extra_study_token (
  token     INTEGER NOT NULL,
  entity_id INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  key_id    INTEGER NOT NULL REFERENCES extra_key (id) ON DELETE CASCADE,
  PRIMARY KEY (token, entity_id)
) WITHOUT ROWID;
CREATE INDEX extra_study_token_by_entity ON extra_study_token (entity_id);

CREATE TABLE extra_series (
  entity_id  INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
  key_id     INTEGER NOT NULL REFERENCES extra_key (id) ON DELETE CASCADE,
  attributes BLOB    NOT NULL,
  PRIMARY KEY (entity_id, key_id)
) WITHOUT ROWID;

CREATE TABLE extra_series_token (
  token     INTEGER NOT NULL,
  entity_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
  key_id    INTEGER NOT NULL REFERENCES extra_key (id) ON DELETE CASCADE,
  PRIMARY KEY (token, entity_id)
) WITHOUT ROWID;
CREATE INDEX extra_series_token_by_entity ON extra_series_token (entity_id);

CREATE TABLE extra_instance (
  entity_id  INTEGER NOT NULL REFERENCES instance (id) ON DELETE CASCADE,
  key_id     INTEGER NOT NULL REFERENCES extra_key (id) ON DELETE CASCADE,
  attributes BLOB    NOT NULL,
  PRIMARY KEY (entity_id, key_id)
) WITHOUT ROWID;

CREATE TABLE extra_instance_token (
  token     INTEGER NOT NULL,
  entity_id INTEGER NOT NULL REFERENCES instance (id) ON DELETE CASCADE,
  key_id    INTEGER NOT NULL REFERENCES extra_key (id) ON DELETE CASCADE,
  PRIMARY KEY (token, entity_id)
) WITHOUT ROWID;
CREATE INDEX extra_instance_token_by_entity ON extra_instance_token (entity_id);
