"""The file: agency, council, draft, stages with legal deadlines, invitations, and the voices that speak in it."""
