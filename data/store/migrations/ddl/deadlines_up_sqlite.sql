ALTER TABLE case_file ADD COLUMN first_due TEXT

ALTER TABLE case_file ADD COLUMN asked_due TEXT

ALTER TABLE case_file ADD COLUMN asked_why TEXT

ALTER TABLE case_file ADD COLUMN asked_by TEXT

ALTER TABLE case_file ADD COLUMN reported_at TEXT

ALTER TABLE case_file ADD COLUMN check_by TEXT
