"""Sets that were kept because the person asked: sixteen points of the body over time, what the engine said, what was labelled. Never a
picture. One folder per person, a folder per recording in it (docs/form-recordings.md)."""
