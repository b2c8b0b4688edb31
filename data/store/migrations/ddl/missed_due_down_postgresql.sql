ALTER TABLE case_file DROP COLUMN missed_due
