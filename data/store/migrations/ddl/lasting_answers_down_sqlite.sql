DROP TABLE lasting_answer
