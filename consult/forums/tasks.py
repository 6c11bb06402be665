"""Background job of the forum; running it twice enters nothing twice."""

from procrastinate.contrib.django import app

from consult.forums import intake_tables


@app.task(name="forums.import", queue="documents", retry=2)
def take_in(table_id: int):
    intake_tables.run(table_id)
