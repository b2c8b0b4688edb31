CREATE TABLE scenario (
	id SERIAL NOT NULL,
	county TEXT NOT NULL,
	kind TEXT NOT NULL CONSTRAINT ck_scenario_kind CHECK (kind IN ('net','reopening','payment','outage','road','festival')),
	levers JSONB NOT NULL,
	assumption TEXT NOT NULL,
	made_for DATE NOT NULL,
	data_moment TIMESTAMP WITH TIME ZONE NOT NULL,
	seed INTEGER NOT NULL,
	made_at TIMESTAMP WITH TIME ZONE NOT NULL,
	made_by TEXT NOT NULL,
	came_true TEXT CONSTRAINT ck_scenario_came_true CHECK (came_true IN ('yes','no')),
	judged_at TIMESTAMP WITH TIME ZONE,
	judged_by TEXT,
	judged_why TEXT,
	retired_at TIMESTAMP WITH TIME ZONE,
	retired_by TEXT,
	retired_why TEXT,
	key TEXT NOT NULL,
	revision INTEGER NOT NULL,
	CONSTRAINT pk_scenario PRIMARY KEY (id),
	CONSTRAINT uq_scenario_key UNIQUE (key)
)

CREATE INDEX ix_scenario_county ON scenario (county)

CREATE TABLE scenario_answer (
	id SERIAL NOT NULL,
	scenario INTEGER NOT NULL,
	outlook TEXT NOT NULL,
	subject TEXT NOT NULL,
	county TEXT NOT NULL,
	baseline_state TEXT NOT NULL CONSTRAINT ck_scenario_answer_baseline_state CHECK (baseline_state IN ('ok','reached','not_assessable')),
	state TEXT NOT NULL CONSTRAINT ck_scenario_answer_state CHECK (state IN ('ok','reached','not_assessable')),
	baseline JSONB NOT NULL,
	answer JSONB NOT NULL,
	checks JSONB NOT NULL,
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_scenario_answer PRIMARY KEY (id),
	CONSTRAINT uq_scenario_answer_scenario_outlook_subject UNIQUE (scenario, outlook, subject),
	CONSTRAINT fk_scenario_answer_scenario FOREIGN KEY(scenario) REFERENCES scenario (id)
)

CREATE TABLE scenario_score (
	id SERIAL NOT NULL,
	scenario INTEGER NOT NULL,
	outlook TEXT NOT NULL,
	subject TEXT NOT NULL,
	county TEXT NOT NULL,
	valid_for DATE NOT NULL,
	actual FLOAT NOT NULL,
	baseline_error FLOAT NOT NULL,
	baseline_inside BOOLEAN NOT NULL,
	scenario_error FLOAT NOT NULL,
	scenario_inside BOOLEAN NOT NULL,
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_scenario_score PRIMARY KEY (id),
	CONSTRAINT fk_scenario_score_scenario FOREIGN KEY(scenario) REFERENCES scenario (id)
)

CREATE INDEX ix_scenario_score_history ON scenario_score (scenario, outlook, subject, valid_for) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_scenario_score_current ON scenario_score (scenario, outlook, subject, valid_for) WHERE superseded_at IS NULL

CREATE TRIGGER scenario_answer_append_only BEFORE UPDATE OR DELETE ON scenario_answer
FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()

CREATE TRIGGER scenario_answer_no_truncate BEFORE TRUNCATE ON scenario_answer
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()
