CREATE TABLE table_version (
	name TEXT NOT NULL,
	version INTEGER NOT NULL,
	CONSTRAINT pk_table_version PRIMARY KEY (name)
)
 STRICT
