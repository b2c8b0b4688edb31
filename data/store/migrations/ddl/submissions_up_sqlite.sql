CREATE TABLE account_duty (
	uid TEXT NOT NULL,
	duty TEXT NOT NULL CONSTRAINT ck_account_duty_duty CHECK (duty IN ('review','issue')),
	CONSTRAINT pk_account_duty PRIMARY KEY (uid, duty),
	CONSTRAINT fk_account_duty_uid FOREIGN KEY(uid) REFERENCES account (uid)
)
 STRICT

CREATE TABLE api_request (
	id INTEGER NOT NULL,
	enterprise TEXT NOT NULL,
	"key" TEXT NOT NULL,
	body_sha256 TEXT NOT NULL,
	at TEXT NOT NULL,
	status INTEGER,
	answer TEXT,
	CONSTRAINT pk_api_request PRIMARY KEY (id),
	CONSTRAINT uq_api_request_enterprise_key UNIQUE (enterprise, "key")
)
 STRICT

CREATE TABLE api_token (
	id INTEGER NOT NULL,
	enterprise TEXT NOT NULL,
	token_hash TEXT NOT NULL,
	issued_by TEXT NOT NULL,
	issued_at TEXT NOT NULL,
	revoked_at TEXT,
	used_at TEXT,
	CONSTRAINT pk_api_token PRIMARY KEY (id),
	CONSTRAINT uq_api_token_token_hash UNIQUE (token_hash)
)
 STRICT

CREATE INDEX ix_api_token_enterprise ON api_token (enterprise)

CREATE TABLE submission (
	id INTEGER NOT NULL,
	source_file INTEGER NOT NULL,
	fact TEXT NOT NULL,
	county TEXT,
	status TEXT NOT NULL CONSTRAINT ck_submission_status CHECK (status IN ('submitted', 'reviewed', 'issued', 'returned', 'withdrawn')),
	by_rule INTEGER NOT NULL CONSTRAINT ck_submission_by_rule CHECK (by_rule IN (0, 1)),
	revision INTEGER NOT NULL,
	rows INTEGER NOT NULL,
	fingerprint TEXT,
	changed_at TEXT NOT NULL,
	reviewed_by TEXT,
	reviewed_at TEXT,
	issued_by TEXT,
	issued_at TEXT,
	reason TEXT,
	replaced_by TEXT,
	CONSTRAINT pk_submission PRIMARY KEY (id),
	CONSTRAINT uq_submission_source_file UNIQUE (source_file),
	CONSTRAINT fk_submission_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)
 STRICT

CREATE INDEX ix_submission_status ON submission (status)

CREATE INDEX ix_arrears_item_waiting ON arrears_item (source_file) WHERE state = 'provisional' AND superseded_at IS NULL

CREATE INDEX ix_arrears_payment_waiting ON arrears_payment (source_file) WHERE state = 'provisional' AND superseded_at IS NULL

CREATE INDEX ix_arrears_plan_waiting ON arrears_plan (source_file) WHERE state = 'provisional' AND superseded_at IS NULL

CREATE INDEX ix_enterprise_waiting ON enterprise (source_file) WHERE state = 'provisional' AND superseded_at IS NULL

CREATE INDEX ix_entity_waiting ON entity (source_file) WHERE state = 'provisional' AND superseded_at IS NULL

CREATE INDEX ix_entity_count_waiting ON entity_count (source_file) WHERE state = 'provisional' AND superseded_at IS NULL

CREATE INDEX ix_market_waiting ON market (source_file) WHERE state = 'provisional' AND superseded_at IS NULL

CREATE INDEX ix_market_status_waiting ON market_status (source_file) WHERE state = 'provisional' AND superseded_at IS NULL

CREATE INDEX ix_measure_progress_waiting ON measure_progress (source_file) WHERE state = 'provisional' AND superseded_at IS NULL

CREATE INDEX ix_supply_waiting ON supply (source_file) WHERE state = 'provisional' AND superseded_at IS NULL

INSERT INTO submission (source_file, fact, county, status, by_rule, revision, rows, changed_at)
SELECT f.id, CASE f.topic WHEN 'entity_registry' THEN 'entity' WHEN 'entity_counts' THEN 'entity_count' WHEN 'markets' THEN 'market' WHEN 'enterprises' THEN 'enterprise' WHEN 'arrears_items' THEN 'arrears_item' WHEN 'arrears_payments' THEN 'arrears_payment' ELSE f.topic END, CASE WHEN json_array_length(f.counties) = 1 THEN json_extract(f.counties, '$[0]') END, 'issued', 1, 1, f.new_rows + f.changed_rows, f.received_at
FROM source_file f ORDER BY f.id
