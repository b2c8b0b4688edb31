DROP TABLE table_version
