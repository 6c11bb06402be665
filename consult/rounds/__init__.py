"""Internal rounds of associations: members discuss a draft among themselves, vote, and file one collective opinion."""
