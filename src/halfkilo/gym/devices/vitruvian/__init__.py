"""Vitruvian V-Form and Trainer+: watched, never loaded. How they let go is disputed, and what cannot surely be let go may not be loaded."""
