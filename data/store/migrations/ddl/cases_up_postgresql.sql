ALTER TABLE alert DROP CONSTRAINT ck_alert_status

ALTER TABLE alert ADD CONSTRAINT ck_alert_status CHECK (status IN ('new','acknowledged','handling','review','known_cause','closed','false_alarm'))

CREATE TABLE case_file (
	id SERIAL NOT NULL,
	subject TEXT NOT NULL,
	cause TEXT NOT NULL,
	county TEXT NOT NULL,
	title TEXT NOT NULL,
	severity TEXT NOT NULL CONSTRAINT ck_case_file_severity CHECK (severity IN ('blue','yellow','orange','red')),
	active BOOLEAN NOT NULL,
	status TEXT NOT NULL CONSTRAINT ck_case_file_status CHECK (status IN ('new','acknowledged','handling','review','known_cause','closed','false_alarm','merged')),
	level TEXT NOT NULL CONSTRAINT ck_case_file_level CHECK (level IN ('county','prefecture','province')),
	level_since TIMESTAMP WITH TIME ZONE,
	owner TEXT,
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
	opened_for DATE NOT NULL,
	sign_by TIMESTAMP WITH TIME ZONE,
	due TIMESTAMP WITH TIME ZONE,
	signed_at TIMESTAMP WITH TIME ZONE,
	acted_at TIMESTAMP WITH TIME ZONE,
	closed_at TIMESTAMP WITH TIME ZONE,
	waived TEXT,
	silenced_until DATE,
	silenced_why TEXT,
	silenced_by TEXT,
	recheck TEXT CONSTRAINT ck_case_file_recheck CHECK (recheck IN ('pending','recovered','not_recovered')),
	rechecked_for DATE,
	merged_into INTEGER,
	revision INTEGER NOT NULL,
	CONSTRAINT pk_case_file PRIMARY KEY (id),
	CONSTRAINT fk_case_file_merged_into FOREIGN KEY(merged_into) REFERENCES case_file (id)
)

CREATE INDEX ix_case_file_county ON case_file (county, status)

CREATE UNIQUE INDEX uq_case_file_living ON case_file (subject, cause) WHERE status NOT IN ('closed','false_alarm','merged')

CREATE TABLE case_alert (
	id SERIAL NOT NULL,
	case_file INTEGER NOT NULL,
	alert INTEGER NOT NULL,
	joined_at TIMESTAMP WITH TIME ZONE NOT NULL,
	left_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_case_alert PRIMARY KEY (id),
	CONSTRAINT fk_case_alert_case_file FOREIGN KEY(case_file) REFERENCES case_file (id),
	CONSTRAINT fk_case_alert_alert FOREIGN KEY(alert) REFERENCES alert (id)
)

CREATE INDEX ix_case_alert_case ON case_alert (case_file)

CREATE UNIQUE INDEX uq_case_alert_current ON case_alert (alert) WHERE left_at IS NULL

CREATE TABLE case_event (
	id SERIAL NOT NULL,
	case_file INTEGER NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	actor TEXT NOT NULL,
	action TEXT NOT NULL,
	note TEXT NOT NULL,
	key TEXT,
	snapshot JSONB NOT NULL,
	CONSTRAINT pk_case_event PRIMARY KEY (id),
	CONSTRAINT fk_case_event_case_file FOREIGN KEY(case_file) REFERENCES case_file (id)
)

CREATE INDEX ix_case_event_case ON case_event (case_file, id)

CREATE TABLE evidence (
	id SERIAL NOT NULL,
	case_file INTEGER NOT NULL,
	county TEXT NOT NULL,
	kind TEXT NOT NULL CONSTRAINT ck_evidence_kind CHECK (kind IN ('document','photo','receipt','figure')),
	said TEXT NOT NULL,
	filename TEXT,
	media TEXT,
	size INTEGER NOT NULL CONSTRAINT ck_evidence_size CHECK (size >= 0 AND size <= 5242880),
	sha256 TEXT NOT NULL,
	content BYTEA,
	added_at TIMESTAMP WITH TIME ZONE NOT NULL,
	added_by TEXT NOT NULL,
	CONSTRAINT pk_evidence PRIMARY KEY (id),
	CONSTRAINT uq_evidence_case_file_sha256 UNIQUE (case_file, sha256),
	CONSTRAINT fk_evidence_case_file FOREIGN KEY(case_file) REFERENCES case_file (id)
)

CREATE TABLE outbox (
	id SERIAL NOT NULL,
	message TEXT NOT NULL,
	channel TEXT NOT NULL,
	title TEXT NOT NULL,
	body TEXT NOT NULL,
	made_at TIMESTAMP WITH TIME ZONE NOT NULL,
	tries INTEGER NOT NULL,
	next_try TIMESTAMP WITH TIME ZONE NOT NULL,
	sent_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_outbox PRIMARY KEY (id),
	CONSTRAINT uq_outbox_message_channel UNIQUE (message, channel)
)

CREATE TRIGGER case_event_append_only BEFORE UPDATE OR DELETE ON case_event
FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()

CREATE TRIGGER case_event_no_truncate BEFORE TRUNCATE ON case_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()

CREATE TRIGGER evidence_append_only BEFORE UPDATE OR DELETE ON evidence
FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()

CREATE TRIGGER evidence_no_truncate BEFORE TRUNCATE ON evidence
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()
