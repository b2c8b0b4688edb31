CREATE TABLE price_report (
	id INTEGER NOT NULL,
	alert INTEGER NOT NULL,
	county TEXT NOT NULL,
	serial INTEGER NOT NULL,
	kind TEXT NOT NULL CONSTRAINT ck_price_report_kind CHECK (kind IN ('first','follow','final')),
	corrects INTEGER NOT NULL CONSTRAINT ck_price_report_corrects CHECK (corrects >= 0 AND corrects < serial),
	reported_at TEXT NOT NULL,
	unit TEXT NOT NULL,
	signer TEXT NOT NULL,
	recipients TEXT NOT NULL,
	way TEXT NOT NULL CONSTRAINT ck_price_report_way CHECK (way IN ('phone','paper','system','fax')),
	situation TEXT NOT NULL,
	taken TEXT NOT NULL,
	next_steps TEXT NOT NULL,
	stands TEXT NOT NULL,
	"key" TEXT NOT NULL,
	known_at TEXT NOT NULL,
	known_by TEXT NOT NULL,
	CONSTRAINT pk_price_report PRIMARY KEY (id),
	CONSTRAINT uq_price_report_alert_serial UNIQUE (alert, serial),
	CONSTRAINT fk_price_report_alert FOREIGN KEY(alert) REFERENCES alert (id),
	CONSTRAINT uq_price_report_key UNIQUE ("key")
)
 STRICT

CREATE TRIGGER price_report_no_update BEFORE UPDATE ON price_report
BEGIN
  SELECT RAISE(ABORT, 'price_report is append-only');
END

CREATE TRIGGER price_report_no_delete BEFORE DELETE ON price_report
BEGIN
  SELECT RAISE(ABORT, 'price_report is append-only');
END
