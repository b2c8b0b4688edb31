DROP TABLE problem_event

DROP TABLE problem
