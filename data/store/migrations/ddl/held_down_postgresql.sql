DROP TABLE confirmation

DROP TABLE held_file
