"""Live sessions: agenda, messages, speaking queue, show of hands, minutes."""
