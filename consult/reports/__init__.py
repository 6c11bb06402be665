"""Points that cite opinions, the agency's answers, the compilation, and the official papers."""
