"""Background job of the official papers; running it twice makes nothing twice."""

from procrastinate.contrib.django import app

from consult.reports import paper_actions


@app.task(name="reports.paper", queue="documents", retry=2)
def paper(file_id: int):
    paper_actions.run(file_id)
