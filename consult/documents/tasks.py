"""Background job of drafts; running it twice reads nothing twice."""

from procrastinate.contrib.django import app

from consult.documents import readings


@app.task(name="documents.read", queue="documents", retry=2)
def read(reading_id: int):
    readings.run(reading_id)
