"""Settings, addresses and the server's entry points. Reads the environment; holds no domain logic."""
