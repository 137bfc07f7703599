-- The change feed: what became of each instance, in the order in which it did. Rows are written by
-- triggers, so in the transaction of the act itself, whatever the act; none is ever changed.

CREATE TABLE change (
  number     INTEGER NOT NULL PRIMARY KEY,
  at         INTEGER NOT NULL,
  kind       TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  study_uid  TEXT    NOT NULL,
  series_uid TEXT    NOT NULL,
  sop_uid    TEXT    NOT NULL
);

-- What this feed is called: another name, and the numbers begin anew.
INSERT INTO setting (name, value) VALUES ('feed', lower(hex(randomblob(8))));

-- What is there already, and what of it is hidden.
INSERT INTO change (at, kind, reason, study_uid, series_uid, sop_uid)
SELECT i.received, 'STORED', '', s.uid, e.uid, i.sop_uid
FROM instance i JOIN series e ON e.id = i.series_id JOIN study s ON s.id = e.study_id
ORDER BY i.id;

INSERT INTO change (at, kind, reason, study_uid, series_uid, sop_uid)
SELECT d.deleted, 'DELETED', d.reason, s.uid, e.uid, i.sop_uid
FROM deletion d JOIN instance i ON i.hidden = d.id JOIN series e ON e.id = i.series_id
JOIN study s ON s.id = e.study_id
ORDER BY d.id, i.id;

-- While the index is made anew from the vault, nothing changes: the setting feed.held says so.
CREATE TRIGGER change_stored AFTER INSERT ON instance
WHEN NOT EXISTS (SELECT 1 FROM setting WHERE name = 'feed.held')
BEGIN
  INSERT INTO change (at, kind, reason, study_uid, series_uid, sop_uid)
  SELECT NEW.received, 'STORED', '', s.uid, e.uid, NEW.sop_uid
  FROM series e CROSS JOIN study s ON s.id = e.study_id WHERE e.id = NEW.series_id;
END;

CREATE TRIGGER change_replaced AFTER UPDATE OF sha256 ON instance
WHEN NOT EXISTS (SELECT 1 FROM setting WHERE name = 'feed.held')
BEGIN
  INSERT INTO change (at, kind, reason, study_uid, series_uid, sop_uid)
  SELECT CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER), 'REPLACED', '', s.uid, e.uid, NEW.sop_uid
  FROM series e CROSS JOIN study s ON s.id = e.study_id WHERE e.id = NEW.series_id;
END;

CREATE TRIGGER change_deleted AFTER UPDATE OF hidden ON instance
WHEN OLD.hidden = 0 AND NEW.hidden > 0
  AND NOT EXISTS (SELECT 1 FROM setting WHERE name = 'feed.held')
BEGIN
  INSERT INTO change (at, kind, reason, study_uid, series_uid, sop_uid)
  SELECT d.deleted, 'DELETED', d.reason, s.uid, e.uid, NEW.sop_uid
  FROM deletion d CROSS JOIN series e CROSS JOIN study s ON s.id = e.study_id
  WHERE d.id = NEW.hidden AND e.id = NEW.series_id;
END;

CREATE TRIGGER change_restored AFTER UPDATE OF hidden ON instance
WHEN OLD.hidden > 0 AND NEW.hidden = 0
  AND NOT EXISTS (SELECT 1 FROM setting WHERE name = 'feed.held')
BEGIN
  INSERT INTO change (at, kind, reason, study_uid, series_uid, sop_uid)
  SELECT CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER), 'RESTORED', '', s.uid, e.uid, NEW.sop_uid
  FROM series e CROSS JOIN study s ON s.id = e.study_id WHERE e.id = NEW.series_id;
END;

CREATE TRIGGER change_purged BEFORE DELETE ON instance
WHEN NOT EXISTS (SELECT 1 FROM setting WHERE name = 'feed.held')
BEGIN
  INSERT INTO change (at, kind, reason, study_uid, series_uid, sop_uid)
  SELECT CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER), 'PURGED', '', s.uid, e.uid, OLD.sop_uid
  FROM series e CROSS JOIN study s ON s.id = e.study_id WHERE e.id = OLD.series_id;
END;

-- A correction on arrival comes before its object, which is stored corrected.
CREATE TRIGGER change_corrected AFTER INSERT ON correction
WHEN NEW.on_arrival = 0 AND NOT EXISTS (SELECT 1 FROM setting WHERE name = 'feed.held')
BEGIN
  INSERT INTO change (at, kind, reason, study_uid, series_uid, sop_uid)
  SELECT CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER), 'CORRECTED', '', s.uid, e.uid, i.sop_uid
  FROM study s CROSS JOIN series e ON e.study_id = s.id CROSS JOIN instance i ON i.series_id = e.id
  WHERE s.uid = NEW.study_uid
    AND (NEW.series_uid = '' OR e.uid = NEW.series_uid)
    AND (NEW.sop_uid = '' OR i.sop_uid = NEW.sop_uid);
END;

-- A correction that is taken back changes its study again; what else can be has triggers of its own.
CREATE TRIGGER change_uncorrected AFTER UPDATE OF undone_by ON act
WHEN NEW.undone_by IS NOT NULL AND NEW.kind IN ('correct', 'patient-move', 'patient-merge')
  AND NOT EXISTS (SELECT 1 FROM setting WHERE name = 'feed.held')
BEGIN
  INSERT INTO change (at, kind, reason, study_uid, series_uid, sop_uid)
  SELECT CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER), 'CORRECTED', '', s.uid, e.uid, i.sop_uid
  FROM act_study x CROSS JOIN study s ON s.uid = x.study_uid
  CROSS JOIN series e ON e.study_id = s.id CROSS JOIN instance i ON i.series_id = e.id
  WHERE x.act_number = NEW.number;
END;
