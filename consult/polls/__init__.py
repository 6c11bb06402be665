"""Polls on a clause: hidden until close, one ballot per voice."""
