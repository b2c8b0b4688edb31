ALTER TABLE case_file ADD COLUMN missed_due TEXT
