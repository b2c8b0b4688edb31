CREATE TABLE dispatch_line (
	id SERIAL NOT NULL,
	category TEXT NOT NULL,
	sender TEXT NOT NULL,
	from_county TEXT NOT NULL,
	receiver TEXT NOT NULL,
	to_county TEXT NOT NULL,
	kind TEXT NOT NULL CONSTRAINT ck_dispatch_line_kind CHECK (kind IN ('between','within')),
	valid_for DATE NOT NULL,
	tonnes FLOAT NOT NULL CONSTRAINT ck_dispatch_line_tonnes CHECK (tonnes >= 0 AND tonnes < 1e12),
	km FLOAT NOT NULL CONSTRAINT ck_dispatch_line_km CHECK (km >= 0 AND km < 1e12),
	sender_before FLOAT,
	sender_after FLOAT,
	receiver_before FLOAT,
	receiver_after FLOAT,
	target_days FLOAT NOT NULL,
	reason TEXT NOT NULL,
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_dispatch_line PRIMARY KEY (id)
)

CREATE INDEX ix_dispatch_line_day ON dispatch_line (valid_for)

CREATE INDEX ix_dispatch_line_history ON dispatch_line (category, sender, receiver, valid_for) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_dispatch_line_current ON dispatch_line (category, sender, receiver, valid_for) WHERE superseded_at IS NULL

CREATE TABLE dispatch_balance (
	id SERIAL NOT NULL,
	category TEXT NOT NULL,
	county TEXT NOT NULL,
	valid_for DATE NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_dispatch_balance_state CHECK (state IN ('enough','filled','short','unknown')),
	firms INTEGER NOT NULL,
	heard INTEGER NOT NULL,
	on_hand FLOAT NOT NULL CONSTRAINT ck_dispatch_balance_on_hand CHECK (on_hand >= 0 AND on_hand < 1e12),
	in_transit FLOAT NOT NULL CONSTRAINT ck_dispatch_balance_in_transit CHECK (in_transit >= 0 AND in_transit < 1e12),
	demand FLOAT NOT NULL CONSTRAINT ck_dispatch_balance_demand CHECK (demand >= 0 AND demand < 1e12),
	target_days FLOAT NOT NULL,
	need FLOAT NOT NULL CONSTRAINT ck_dispatch_balance_need CHECK (need >= 0 AND need < 1e12),
	spare FLOAT NOT NULL CONSTRAINT ck_dispatch_balance_spare CHECK (spare >= 0 AND spare < 1e12),
	sent FLOAT NOT NULL CONSTRAINT ck_dispatch_balance_sent CHECK (sent >= 0 AND sent < 1e12),
	received FLOAT NOT NULL CONSTRAINT ck_dispatch_balance_received CHECK (received >= 0 AND received < 1e12),
	unmet FLOAT NOT NULL CONSTRAINT ck_dispatch_balance_unmet CHECK (unmet >= 0 AND unmet < 1e12),
	short_since DATE,
	reason TEXT NOT NULL,
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_dispatch_balance PRIMARY KEY (id)
)

CREATE INDEX ix_dispatch_balance_day ON dispatch_balance (valid_for)

CREATE INDEX ix_dispatch_balance_history ON dispatch_balance (category, county, valid_for) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_dispatch_balance_current ON dispatch_balance (category, county, valid_for) WHERE superseded_at IS NULL
