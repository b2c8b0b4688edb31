PRAGMA writable_schema = ON

UPDATE sqlite_schema SET sql = replace(sql, 'status IN (''new'',''acknowledged'',''handling'',''closed'',''false_alarm'')', 'status IN (''new'',''acknowledged'',''handling'',''review'',''known_cause'',''closed'',''false_alarm'')') WHERE type = 'table' AND name = 'alert'

PRAGMA writable_schema = RESET

CREATE TABLE case_file (
	id INTEGER NOT NULL,
	subject TEXT NOT NULL,
	cause TEXT NOT NULL,
	county TEXT NOT NULL,
	title TEXT NOT NULL,
	severity TEXT NOT NULL CONSTRAINT ck_case_file_severity CHECK (severity IN ('blue','yellow','orange','red')),
	active INTEGER NOT NULL,
	status TEXT NOT NULL CONSTRAINT ck_case_file_status CHECK (status IN ('new','acknowledged','handling','review','known_cause','closed','false_alarm','merged')),
	level TEXT NOT NULL CONSTRAINT ck_case_file_level CHECK (level IN ('county','prefecture','province')),
	level_since TEXT,
	owner TEXT,
	opened_at TEXT NOT NULL,
	opened_for TEXT NOT NULL,
	sign_by TEXT,
	due TEXT,
	signed_at TEXT,
	acted_at TEXT,
	closed_at TEXT,
	waived TEXT,
	silenced_until TEXT,
	silenced_why TEXT,
	silenced_by TEXT,
	recheck TEXT CONSTRAINT ck_case_file_recheck CHECK (recheck IN ('pending','recovered','not_recovered')),
	rechecked_for TEXT,
	merged_into INTEGER,
	revision INTEGER NOT NULL,
	CONSTRAINT pk_case_file PRIMARY KEY (id),
	CONSTRAINT fk_case_file_merged_into FOREIGN KEY(merged_into) REFERENCES case_file (id)
)
 STRICT

CREATE INDEX ix_case_file_county ON case_file (county, status)

CREATE UNIQUE INDEX uq_case_file_living ON case_file (subject, cause) WHERE status NOT IN ('closed','false_alarm','merged')

CREATE TABLE case_alert (
	id INTEGER NOT NULL,
	case_file INTEGER NOT NULL,
	alert INTEGER NOT NULL,
	joined_at TEXT NOT NULL,
	left_at TEXT,
	CONSTRAINT pk_case_alert PRIMARY KEY (id),
	CONSTRAINT fk_case_alert_case_file FOREIGN KEY(case_file) REFERENCES case_file (id),
	CONSTRAINT fk_case_alert_alert FOREIGN KEY(alert) REFERENCES alert (id)
)
 STRICT

CREATE INDEX ix_case_alert_case ON case_alert (case_file)

CREATE UNIQUE INDEX uq_case_alert_current ON case_alert (alert) WHERE left_at IS NULL

CREATE TABLE case_event (
	id INTEGER NOT NULL,
	case_file INTEGER NOT NULL,
	at TEXT NOT NULL,
	actor TEXT NOT NULL,
	action TEXT NOT NULL,
	note TEXT NOT NULL,
	"key" TEXT,
	snapshot TEXT NOT NULL,
	CONSTRAINT pk_case_event PRIMARY KEY (id),
	CONSTRAINT fk_case_event_case_file FOREIGN KEY(case_file) REFERENCES case_file (id)
)
 STRICT

CREATE INDEX ix_case_event_case ON case_event (case_file, id)

CREATE TABLE evidence (
	id INTEGER NOT NULL,
	case_file INTEGER NOT NULL,
	county TEXT NOT NULL,
	kind TEXT NOT NULL CONSTRAINT ck_evidence_kind CHECK (kind IN ('document','photo','receipt','figure')),
	said TEXT NOT NULL,
	filename TEXT,
	media TEXT,
	size INTEGER NOT NULL CONSTRAINT ck_evidence_size CHECK (size >= 0 AND size <= 5242880),
	sha256 TEXT NOT NULL,
	content BLOB,
	added_at TEXT NOT NULL,
	added_by TEXT NOT NULL,
	CONSTRAINT pk_evidence PRIMARY KEY (id),
	CONSTRAINT uq_evidence_case_file_sha256 UNIQUE (case_file, sha256),
	CONSTRAINT fk_evidence_case_file FOREIGN KEY(case_file) REFERENCES case_file (id)
)
 STRICT

CREATE TABLE outbox (
	id INTEGER NOT NULL,
	message TEXT NOT NULL,
	channel TEXT NOT NULL,
	title TEXT NOT NULL,
	body TEXT NOT NULL,
	made_at TEXT NOT NULL,
	tries INTEGER NOT NULL,
	next_try TEXT NOT NULL,
	sent_at TEXT,
	CONSTRAINT pk_outbox PRIMARY KEY (id),
	CONSTRAINT uq_outbox_message_channel UNIQUE (message, channel)
)
 STRICT

CREATE TRIGGER case_event_no_update BEFORE UPDATE ON case_event
BEGIN
  SELECT RAISE(ABORT, 'case_event is append-only');
END

CREATE TRIGGER case_event_no_delete BEFORE DELETE ON case_event
BEGIN
  SELECT RAISE(ABORT, 'case_event is append-only');
END

CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence
BEGIN
  SELECT RAISE(ABORT, 'evidence is append-only');
END

CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence
BEGIN
  SELECT RAISE(ABORT, 'evidence is append-only');
END
