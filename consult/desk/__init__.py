"""Pages that read many rooms: home, the file, the reading room, results, my work, search, the demo."""
