"""Problems and needs of entities: what is raised, who solves it at which level, and whether it helped."""
