"""Background jobs of papers, open data and proposals; running one twice makes nothing twice."""

from procrastinate.contrib.django import app

from consult.reports import open_data_actions, paper_actions, proposal_actions


@app.task(name="reports.paper", queue="documents", retry=2)
def paper(file_id: int):
    paper_actions.run(file_id)


@app.task(name="reports.proposal", queue="documents")
def proposal(run_id: int):
    proposal_actions.run(run_id)


@app.periodic(cron="*/2 * * * *")
@app.task(name="reports.open_data", queue="documents", queueing_lock="reports.open_data", pass_context=False)
def open_data(timestamp: int):
    open_data_actions.refresh()
