CREATE TABLE account (
	uid TEXT NOT NULL,
	name TEXT NOT NULL,
	role TEXT NOT NULL CONSTRAINT ck_account_role CHECK (role IN ('leader','bureau','staff','clerk','enterprise','admin')),
	counties JSONB,
	enterprise TEXT,
	password_hash TEXT NOT NULL,
	must_change BOOLEAN NOT NULL,
	disabled BOOLEAN NOT NULL,
	failures INTEGER NOT NULL,
	locked_until TIMESTAMP WITH TIME ZONE,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	password_changed_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_account PRIMARY KEY (uid),
	CONSTRAINT ck_account_clerk_has_county CHECK (role <> 'clerk' OR counties IS NOT NULL),
	CONSTRAINT ck_account_enterprise_is_named CHECK (role <> 'enterprise' OR enterprise IS NOT NULL)
)

CREATE TABLE alert (
	id SERIAL NOT NULL,
	indicator TEXT NOT NULL,
	subject TEXT NOT NULL,
	county TEXT NOT NULL,
	enterprise TEXT,
	severity TEXT NOT NULL CONSTRAINT ck_alert_severity CHECK (severity IN ('blue','yellow','orange','red')),
	active BOOLEAN NOT NULL,
	status TEXT NOT NULL CONSTRAINT ck_alert_status CHECK (status IN ('new','acknowledged','handling','closed','false_alarm')),
	opened_for DATE NOT NULL,
	last_signal_for DATE NOT NULL,
	cleared_for DATE,
	owner TEXT NOT NULL,
	due DATE,
	value FLOAT,
	threshold FLOAT,
	evidence JSONB NOT NULL,
	sentence TEXT NOT NULL,
	revision INTEGER NOT NULL,
	CONSTRAINT pk_alert PRIMARY KEY (id)
)

CREATE INDEX ix_alert_county ON alert (county, status)

CREATE UNIQUE INDEX uq_alert_living ON alert (indicator, subject) WHERE status NOT IN ('closed','false_alarm')

CREATE TABLE data_version (
	id SERIAL NOT NULL CONSTRAINT ck_data_version_only_row CHECK (id = 1),
	version INTEGER NOT NULL,
	changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_data_version PRIMARY KEY (id)
)

CREATE TABLE entity_breakdown (
	id SERIAL NOT NULL,
	county TEXT NOT NULL,
	kind TEXT NOT NULL,
	section TEXT NOT NULL,
	township TEXT NOT NULL,
	month DATE NOT NULL,
	opened INTEGER NOT NULL CONSTRAINT ck_entity_breakdown_opened CHECK (opened >= 0),
	deregistered INTEGER NOT NULL CONSTRAINT ck_entity_breakdown_deregistered CHECK (deregistered >= 0),
	revoked INTEGER NOT NULL CONSTRAINT ck_entity_breakdown_revoked CHECK (revoked >= 0),
	closing INTEGER NOT NULL CONSTRAINT ck_entity_breakdown_closing CHECK (closing >= 0),
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_entity_breakdown PRIMARY KEY (id),
	CONSTRAINT uq_entity_breakdown_county_kind_section_township_month UNIQUE (county, kind, section, township, month)
)

CREATE TABLE evaluation_run (
	id SERIAL NOT NULL,
	valid_for DATE NOT NULL,
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	seconds FLOAT NOT NULL,
	config_hash TEXT NOT NULL,
	detail JSONB NOT NULL,
	CONSTRAINT pk_evaluation_run PRIMARY KEY (id)
)

CREATE TABLE event (
	id SERIAL NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	actor TEXT NOT NULL,
	action TEXT NOT NULL,
	object_kind TEXT NOT NULL,
	object_id TEXT NOT NULL,
	county TEXT,
	detail JSONB NOT NULL,
	previous_hash TEXT NOT NULL,
	hash TEXT NOT NULL,
	CONSTRAINT pk_event PRIMARY KEY (id)
)

CREATE INDEX ix_event_at ON event (at)

CREATE INDEX ix_event_object ON event (object_kind, object_id)

CREATE TABLE indicator_value (
	id SERIAL NOT NULL,
	indicator TEXT NOT NULL,
	subject TEXT NOT NULL,
	county TEXT NOT NULL,
	enterprise TEXT,
	valid_for DATE NOT NULL,
	value FLOAT,
	state TEXT NOT NULL CONSTRAINT ck_indicator_value_state CHECK (state IN ('ok','provisional','missing','not_due','not_applicable','not_assessable')),
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_indicator_value PRIMARY KEY (id),
	CONSTRAINT ck_indicator_value_value_or_reason CHECK ((value IS NULL) = (state NOT IN ('ok','provisional')))
)

CREATE INDEX ix_indicator_value_day ON indicator_value (valid_for, indicator)

CREATE INDEX ix_indicator_value_history ON indicator_value (indicator, subject, valid_for) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_indicator_value_current ON indicator_value (indicator, subject, valid_for) WHERE superseded_at IS NULL

CREATE TABLE login_failure (
	id SERIAL NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	uid TEXT NOT NULL,
	address TEXT NOT NULL,
	CONSTRAINT pk_login_failure PRIMARY KEY (id)
)

CREATE INDEX ix_login_failure ON login_failure (address, at)

CREATE TABLE setting (
	name TEXT NOT NULL,
	value JSONB NOT NULL,
	CONSTRAINT pk_setting PRIMARY KEY (name)
)

CREATE TABLE signal (
	id SERIAL NOT NULL,
	indicator TEXT NOT NULL,
	subject TEXT NOT NULL,
	county TEXT NOT NULL,
	enterprise TEXT,
	valid_for DATE NOT NULL,
	severity TEXT NOT NULL CONSTRAINT ck_signal_severity CHECK (severity IN ('blue','yellow','orange','red')),
	value FLOAT,
	threshold FLOAT,
	evidence JSONB NOT NULL,
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_signal PRIMARY KEY (id)
)

CREATE INDEX ix_signal_day ON signal (valid_for)

CREATE INDEX ix_signal_history ON signal (indicator, subject, valid_for) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_signal_current ON signal (indicator, subject, valid_for) WHERE superseded_at IS NULL

CREATE TABLE source_file (
	id SERIAL NOT NULL,
	receipt TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	topic TEXT NOT NULL,
	filename TEXT NOT NULL,
	reporter TEXT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	row_count INTEGER NOT NULL,
	new_rows INTEGER NOT NULL,
	changed_rows INTEGER NOT NULL,
	first_day DATE,
	last_day DATE,
	counties JSONB NOT NULL,
	enterprise TEXT,
	CONSTRAINT pk_source_file PRIMARY KEY (id),
	CONSTRAINT uq_source_file_sha256_topic_reporter UNIQUE (sha256, topic, reporter),
	CONSTRAINT uq_source_file_receipt UNIQUE (receipt)
)

CREATE TABLE alert_event (
	id SERIAL NOT NULL,
	alert INTEGER NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	valid_for DATE NOT NULL,
	actor TEXT NOT NULL,
	action TEXT NOT NULL,
	note TEXT NOT NULL,
	snapshot JSONB NOT NULL,
	CONSTRAINT pk_alert_event PRIMARY KEY (id),
	CONSTRAINT fk_alert_event_alert FOREIGN KEY(alert) REFERENCES alert (id)
)

CREATE INDEX ix_alert_event_alert ON alert_event (alert, id)

CREATE TABLE arrears_item (
	id SERIAL NOT NULL,
	item TEXT NOT NULL,
	county TEXT NOT NULL,
	debtor TEXT NOT NULL,
	debtor_kind TEXT NOT NULL,
	creditor TEXT NOT NULL,
	creditor_size TEXT NOT NULL,
	subject_matter TEXT NOT NULL,
	contract TEXT NOT NULL,
	undisputed FLOAT NOT NULL CONSTRAINT ck_arrears_item_undisputed CHECK (undisputed >= 0 AND undisputed < 1e12),
	disputed FLOAT NOT NULL CONSTRAINT ck_arrears_item_disputed CHECK (disputed >= 0 AND disputed < 1e12),
	formed DATE NOT NULL,
	due DATE NOT NULL,
	listed BOOLEAN NOT NULL,
	complex_case BOOLEAN NOT NULL,
	new_arrears BOOLEAN NOT NULL,
	source_file INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	reporter TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_arrears_item_state CHECK (state IN ('provisional','approved')),
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_arrears_item PRIMARY KEY (id),
	CONSTRAINT fk_arrears_item_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)

CREATE INDEX ix_arrears_item_history ON arrears_item (item) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_arrears_item_current ON arrears_item (item) WHERE superseded_at IS NULL

CREATE TABLE arrears_payment (
	id SERIAL NOT NULL,
	item TEXT NOT NULL,
	county TEXT NOT NULL,
	voucher TEXT NOT NULL,
	valid_for DATE NOT NULL,
	paid FLOAT NOT NULL CONSTRAINT ck_arrears_payment_paid CHECK (paid >= 0 AND paid < 1e12),
	source_file INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	reporter TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_arrears_payment_state CHECK (state IN ('provisional','approved')),
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_arrears_payment PRIMARY KEY (id),
	CONSTRAINT fk_arrears_payment_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)

CREATE INDEX ix_arrears_payment_history ON arrears_payment (item, voucher) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_arrears_payment_current ON arrears_payment (item, voucher) WHERE superseded_at IS NULL

CREATE TABLE arrears_plan (
	id SERIAL NOT NULL,
	item TEXT NOT NULL,
	county TEXT NOT NULL,
	month DATE NOT NULL,
	planned FLOAT NOT NULL CONSTRAINT ck_arrears_plan_planned CHECK (planned >= 0 AND planned < 1e12),
	source_file INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	reporter TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_arrears_plan_state CHECK (state IN ('provisional','approved')),
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_arrears_plan PRIMARY KEY (id),
	CONSTRAINT fk_arrears_plan_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)

CREATE INDEX ix_arrears_plan_history ON arrears_plan (item, month) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_arrears_plan_current ON arrears_plan (item, month) WHERE superseded_at IS NULL

CREATE TABLE enterprise (
	id SERIAL NOT NULL,
	enterprise TEXT NOT NULL,
	name TEXT NOT NULL,
	county TEXT NOT NULL,
	kind TEXT NOT NULL,
	provincial BOOLEAN NOT NULL,
	prefectural BOOLEAN NOT NULL,
	categories TEXT NOT NULL,
	contact TEXT,
	phone TEXT,
	source_file INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	reporter TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_enterprise_state CHECK (state IN ('provisional','approved')),
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_enterprise PRIMARY KEY (id),
	CONSTRAINT fk_enterprise_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)

CREATE INDEX ix_enterprise_history ON enterprise (enterprise) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_enterprise_current ON enterprise (enterprise) WHERE superseded_at IS NULL

CREATE TABLE entity (
	id SERIAL NOT NULL,
	credit_code TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	county TEXT NOT NULL,
	township TEXT NOT NULL,
	section TEXT NOT NULL,
	size TEXT NOT NULL,
	opened DATE NOT NULL,
	closed DATE,
	ended_by TEXT CONSTRAINT ck_entity_ended_by CHECK (ended_by IN ('deregistered','revoked')),
	source_file INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	reporter TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_entity_state CHECK (state IN ('provisional','approved')),
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_entity PRIMARY KEY (id),
	CONSTRAINT ck_entity_closed_has_reason CHECK ((closed IS NULL) = (ended_by IS NULL)),
	CONSTRAINT ck_entity_closed_after_opened CHECK (closed IS NULL OR closed >= opened),
	CONSTRAINT fk_entity_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)

CREATE INDEX ix_entity_closed ON entity (closed, county) WHERE closed IS NOT NULL

CREATE INDEX ix_entity_history ON entity (credit_code) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_entity_current ON entity (credit_code) WHERE superseded_at IS NULL

CREATE TABLE entity_count (
	id SERIAL NOT NULL,
	county TEXT NOT NULL,
	kind TEXT NOT NULL,
	valid_for DATE NOT NULL,
	opening INTEGER NOT NULL CONSTRAINT ck_entity_count_opening CHECK (opening >= 0),
	entries INTEGER NOT NULL CONSTRAINT ck_entity_count_entries CHECK (entries >= 0),
	deregistrations INTEGER NOT NULL CONSTRAINT ck_entity_count_deregistrations CHECK (deregistrations >= 0),
	revocations INTEGER NOT NULL CONSTRAINT ck_entity_count_revocations CHECK (revocations >= 0),
	moves_in INTEGER NOT NULL CONSTRAINT ck_entity_count_moves_in CHECK (moves_in >= 0),
	moves_out INTEGER NOT NULL CONSTRAINT ck_entity_count_moves_out CHECK (moves_out >= 0),
	reclassified INTEGER NOT NULL,
	closing INTEGER NOT NULL CONSTRAINT ck_entity_count_closing CHECK (closing >= 0),
	source_file INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	reporter TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_entity_count_state CHECK (state IN ('provisional','approved')),
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_entity_count PRIMARY KEY (id),
	CONSTRAINT ck_entity_count_stock_flow_identity CHECK (closing = opening + entries - deregistrations - revocations + moves_in - moves_out + reclassified),
	CONSTRAINT fk_entity_count_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)

CREATE INDEX ix_entity_count_history ON entity_count (county, kind, valid_for) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_entity_count_current ON entity_count (county, kind, valid_for) WHERE superseded_at IS NULL

CREATE TABLE login_session (
	token_hash TEXT NOT NULL,
	uid TEXT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
	ended_at TIMESTAMP WITH TIME ZONE,
	address TEXT NOT NULL,
	CONSTRAINT pk_login_session PRIMARY KEY (token_hash),
	CONSTRAINT fk_login_session_uid FOREIGN KEY(uid) REFERENCES account (uid)
)

CREATE TABLE market (
	id SERIAL NOT NULL,
	market TEXT NOT NULL,
	name TEXT NOT NULL,
	county TEXT NOT NULL,
	township TEXT NOT NULL,
	kind TEXT NOT NULL,
	special BOOLEAN NOT NULL,
	stalls_total INTEGER NOT NULL CONSTRAINT ck_market_stalls_total CHECK (stalls_total >= 0),
	lon FLOAT,
	lat FLOAT,
	source_file INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	reporter TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_market_state CHECK (state IN ('provisional','approved')),
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_market PRIMARY KEY (id),
	CONSTRAINT fk_market_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)

CREATE INDEX ix_market_history ON market (market) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_market_current ON market (market) WHERE superseded_at IS NULL

CREATE TABLE market_status (
	id SERIAL NOT NULL,
	market TEXT NOT NULL,
	county TEXT NOT NULL,
	valid_for DATE NOT NULL,
	status TEXT NOT NULL CONSTRAINT ck_market_status_status CHECK (status IN ('closed','partial','open')),
	stalls_open INTEGER NOT NULL CONSTRAINT ck_market_status_stalls_open CHECK (stalls_open >= 0),
	integrated BOOLEAN NOT NULL,
	reason TEXT,
	source_file INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	reporter TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_market_status_state CHECK (state IN ('provisional','approved')),
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_market_status PRIMARY KEY (id),
	CONSTRAINT fk_market_status_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)

CREATE INDEX ix_market_status_history ON market_status (market, valid_for) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_market_status_current ON market_status (market, valid_for) WHERE superseded_at IS NULL

CREATE TABLE supply (
	id SERIAL NOT NULL,
	enterprise TEXT NOT NULL,
	county TEXT NOT NULL,
	category TEXT NOT NULL,
	valid_for DATE NOT NULL,
	on_hand FLOAT NOT NULL CONSTRAINT ck_supply_on_hand CHECK (on_hand >= 0 AND on_hand < 1e12),
	inflow FLOAT NOT NULL CONSTRAINT ck_supply_inflow CHECK (inflow >= 0 AND inflow < 1e12),
	outflow FLOAT NOT NULL CONSTRAINT ck_supply_outflow CHECK (outflow >= 0 AND outflow < 1e12),
	in_transit FLOAT CONSTRAINT ck_supply_in_transit CHECK (in_transit >= 0 AND in_transit < 1e12),
	wholesale_price FLOAT CONSTRAINT ck_supply_wholesale_price CHECK (wholesale_price >= 0 AND wholesale_price < 1e12),
	retail_price FLOAT CONSTRAINT ck_supply_retail_price CHECK (retail_price >= 0 AND retail_price < 1e12),
	stockout BOOLEAN NOT NULL,
	source_file INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	reporter TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_supply_state CHECK (state IN ('provisional','approved')),
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_supply PRIMARY KEY (id),
	CONSTRAINT fk_supply_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)

CREATE INDEX ix_supply_day ON supply (valid_for)

CREATE INDEX ix_supply_history ON supply (enterprise, category, valid_for) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_supply_current ON supply (enterprise, category, valid_for) WHERE superseded_at IS NULL

CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME;
END
$$

CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event
FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()

CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()

CREATE TRIGGER alert_event_append_only BEFORE UPDATE OR DELETE ON alert_event
FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()

CREATE TRIGGER alert_event_no_truncate BEFORE TRUNCATE ON alert_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()

INSERT INTO data_version (id, version, changed_at) VALUES (1, 0, '1970-01-01T00:00:00.000000+00:00')
