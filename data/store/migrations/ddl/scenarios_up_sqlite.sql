CREATE TABLE scenario (
	id INTEGER NOT NULL,
	county TEXT NOT NULL,
	kind TEXT NOT NULL CONSTRAINT ck_scenario_kind CHECK (kind IN ('net','reopening','payment','outage','road','festival')),
	levers TEXT NOT NULL,
	assumption TEXT NOT NULL,
	made_for TEXT NOT NULL,
	data_moment TEXT NOT NULL,
	seed INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	made_by TEXT NOT NULL,
	came_true TEXT CONSTRAINT ck_scenario_came_true CHECK (came_true IN ('yes','no')),
	judged_at TEXT,
	judged_by TEXT,
	judged_why TEXT,
	retired_at TEXT,
	retired_by TEXT,
	retired_why TEXT,
	"key" TEXT NOT NULL,
	revision INTEGER NOT NULL,
	CONSTRAINT pk_scenario PRIMARY KEY (id),
	CONSTRAINT uq_scenario_key UNIQUE ("key")
)
 STRICT

CREATE INDEX ix_scenario_county ON scenario (county)

CREATE TABLE scenario_answer (
	id INTEGER NOT NULL,
	scenario INTEGER NOT NULL,
	outlook TEXT NOT NULL,
	subject TEXT NOT NULL,
	county TEXT NOT NULL,
	baseline_state TEXT NOT NULL CONSTRAINT ck_scenario_answer_baseline_state CHECK (baseline_state IN ('ok','reached','not_assessable')),
	state TEXT NOT NULL CONSTRAINT ck_scenario_answer_state CHECK (state IN ('ok','reached','not_assessable')),
	baseline TEXT NOT NULL,
	answer TEXT NOT NULL,
	checks TEXT NOT NULL,
	known_at TEXT NOT NULL,
	CONSTRAINT pk_scenario_answer PRIMARY KEY (id),
	CONSTRAINT uq_scenario_answer_scenario_outlook_subject UNIQUE (scenario, outlook, subject),
	CONSTRAINT fk_scenario_answer_scenario FOREIGN KEY(scenario) REFERENCES scenario (id)
)
 STRICT

CREATE TABLE scenario_score (
	id INTEGER NOT NULL,
	scenario INTEGER NOT NULL,
	outlook TEXT NOT NULL,
	subject TEXT NOT NULL,
	county TEXT NOT NULL,
	valid_for TEXT NOT NULL,
	actual REAL NOT NULL,
	baseline_error REAL NOT NULL,
	baseline_inside INTEGER NOT NULL,
	scenario_error REAL NOT NULL,
	scenario_inside INTEGER NOT NULL,
	known_at TEXT NOT NULL,
	superseded_at TEXT,
	CONSTRAINT pk_scenario_score PRIMARY KEY (id),
	CONSTRAINT fk_scenario_score_scenario FOREIGN KEY(scenario) REFERENCES scenario (id)
)
 STRICT

CREATE INDEX ix_scenario_score_history ON scenario_score (scenario, outlook, subject, valid_for) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_scenario_score_current ON scenario_score (scenario, outlook, subject, valid_for) WHERE superseded_at IS NULL

CREATE TRIGGER scenario_answer_no_update BEFORE UPDATE ON scenario_answer
BEGIN
  SELECT RAISE(ABORT, 'scenario_answer is append-only');
END

CREATE TRIGGER scenario_answer_no_delete BEFORE DELETE ON scenario_answer
BEGIN
  SELECT RAISE(ABORT, 'scenario_answer is append-only');
END
