"""Small Django helpers with no domain noun: verdicts, pages, forms, clock, uploads, the database of the demo."""
