ALTER TABLE case_file DROP COLUMN check_by

ALTER TABLE case_file DROP COLUMN reported_at

ALTER TABLE case_file DROP COLUMN asked_by

ALTER TABLE case_file DROP COLUMN asked_why

ALTER TABLE case_file DROP COLUMN asked_due

ALTER TABLE case_file DROP COLUMN first_due
