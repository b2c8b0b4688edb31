CREATE TABLE liaison_officer (
	id INTEGER NOT NULL,
	enterprise TEXT NOT NULL,
	county TEXT NOT NULL,
	officer TEXT NOT NULL,
	department TEXT NOT NULL,
	since TEXT NOT NULL,
	source_file INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	reporter TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_liaison_officer_state CHECK (state IN ('provisional','approved')),
	known_at TEXT NOT NULL,
	superseded_at TEXT,
	CONSTRAINT pk_liaison_officer PRIMARY KEY (id),
	CONSTRAINT fk_liaison_officer_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)
 STRICT

CREATE INDEX ix_liaison_officer_history ON liaison_officer (enterprise) WHERE superseded_at IS NOT NULL

CREATE INDEX ix_liaison_officer_waiting ON liaison_officer (source_file) WHERE state = 'provisional' AND superseded_at IS NULL

CREATE UNIQUE INDEX uq_liaison_officer_current ON liaison_officer (enterprise) WHERE superseded_at IS NULL

CREATE TABLE liaison_visit (
	id INTEGER NOT NULL,
	enterprise TEXT NOT NULL,
	county TEXT NOT NULL,
	valid_for TEXT NOT NULL,
	way TEXT NOT NULL CONSTRAINT ck_liaison_visit_way CHECK (way IN ('on_site','phone','online')),
	finding TEXT NOT NULL,
	need TEXT,
	source_file INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	reporter TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_liaison_visit_state CHECK (state IN ('provisional','approved')),
	known_at TEXT NOT NULL,
	superseded_at TEXT,
	CONSTRAINT pk_liaison_visit PRIMARY KEY (id),
	CONSTRAINT fk_liaison_visit_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)
 STRICT

CREATE INDEX ix_liaison_visit_history ON liaison_visit (enterprise, valid_for) WHERE superseded_at IS NOT NULL

CREATE INDEX ix_liaison_visit_waiting ON liaison_visit (source_file) WHERE state = 'provisional' AND superseded_at IS NULL

CREATE UNIQUE INDEX uq_liaison_visit_current ON liaison_visit (enterprise, valid_for) WHERE superseded_at IS NULL

CREATE TABLE contingency_plan (
	id INTEGER NOT NULL,
	enterprise TEXT NOT NULL,
	county TEXT NOT NULL,
	"trigger" TEXT NOT NULL,
	severity TEXT NOT NULL CONSTRAINT ck_contingency_plan_severity CHECK (severity IN ('blue','yellow','orange','red')),
	actions TEXT NOT NULL,
	lead TEXT NOT NULL,
	drawn_on TEXT NOT NULL,
	source_file INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	reporter TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_contingency_plan_state CHECK (state IN ('provisional','approved')),
	known_at TEXT NOT NULL,
	superseded_at TEXT,
	CONSTRAINT pk_contingency_plan PRIMARY KEY (id),
	CONSTRAINT fk_contingency_plan_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)
 STRICT

CREATE INDEX ix_contingency_plan_history ON contingency_plan (enterprise, "trigger") WHERE superseded_at IS NOT NULL

CREATE INDEX ix_contingency_plan_waiting ON contingency_plan (source_file) WHERE state = 'provisional' AND superseded_at IS NULL

CREATE UNIQUE INDEX uq_contingency_plan_current ON contingency_plan (enterprise, "trigger") WHERE superseded_at IS NULL

CREATE TABLE contingency_drill (
	id INTEGER NOT NULL,
	enterprise TEXT NOT NULL,
	county TEXT NOT NULL,
	valid_for TEXT NOT NULL,
	content TEXT NOT NULL,
	result TEXT NOT NULL CONSTRAINT ck_contingency_drill_result CHECK (result IN ('good','wanting')),
	note TEXT,
	source_file INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	reporter TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_contingency_drill_state CHECK (state IN ('provisional','approved')),
	known_at TEXT NOT NULL,
	superseded_at TEXT,
	CONSTRAINT pk_contingency_drill PRIMARY KEY (id),
	CONSTRAINT fk_contingency_drill_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)
 STRICT

CREATE INDEX ix_contingency_drill_history ON contingency_drill (enterprise, valid_for) WHERE superseded_at IS NOT NULL

CREATE INDEX ix_contingency_drill_waiting ON contingency_drill (source_file) WHERE state = 'provisional' AND superseded_at IS NULL

CREATE UNIQUE INDEX uq_contingency_drill_current ON contingency_drill (enterprise, valid_for) WHERE superseded_at IS NULL

CREATE TABLE plan_opening (
	id INTEGER NOT NULL,
	enterprise TEXT NOT NULL,
	county TEXT NOT NULL,
	"trigger" TEXT NOT NULL,
	alert INTEGER NOT NULL,
	severity TEXT NOT NULL CONSTRAINT ck_plan_opening_severity CHECK (severity IN ('blue','yellow','orange','red')),
	opened_for TEXT NOT NULL,
	opened_at TEXT NOT NULL,
	closed_for TEXT,
	closed_by TEXT,
	note TEXT,
	revision INTEGER NOT NULL,
	CONSTRAINT pk_plan_opening PRIMARY KEY (id),
	CONSTRAINT fk_plan_opening_alert FOREIGN KEY(alert) REFERENCES alert (id)
)
 STRICT

CREATE UNIQUE INDEX uq_plan_opening_open ON plan_opening (enterprise, "trigger") WHERE closed_for IS NULL
