CREATE TABLE measure_progress (
	id INTEGER NOT NULL,
	county TEXT NOT NULL,
	target TEXT NOT NULL,
	valid_for TEXT NOT NULL,
	done REAL CONSTRAINT ck_measure_progress_done CHECK (done >= 0 AND done < 1e12),
	total REAL CONSTRAINT ck_measure_progress_total CHECK (total >= 0 AND total < 1e12),
	stage TEXT CONSTRAINT ck_measure_progress_stage CHECK (stage IN ('planned','running','done')),
	note TEXT,
	evidence TEXT,
	source_file INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	reporter TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_measure_progress_state CHECK (state IN ('provisional','approved')),
	known_at TEXT NOT NULL,
	superseded_at TEXT,
	CONSTRAINT pk_measure_progress PRIMARY KEY (id),
	CONSTRAINT fk_measure_progress_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)
 STRICT

CREATE INDEX ix_measure_progress_history ON measure_progress (county, target, valid_for) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_measure_progress_current ON measure_progress (county, target, valid_for) WHERE superseded_at IS NULL
