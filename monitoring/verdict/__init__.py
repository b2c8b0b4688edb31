"""Fall or artefact: what a signal about entity numbers is made of, and what it is therefore called."""
