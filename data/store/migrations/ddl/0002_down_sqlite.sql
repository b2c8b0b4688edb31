DROP TABLE outlook
