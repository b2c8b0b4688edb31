"""The only package that speaks SQL: schema, migrations, tidy frames out, writes in."""
