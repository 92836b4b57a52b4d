"""Form, live: points of a body from a browser in, words for a screen out (docs/form-live.md). A process of its own beside the supervisor.

From the outside in: `__main__` (lines in, lines out), `desk` (who says what), `stream` (one camera), `setup` (before a set), `round`
(one set), `cable` (the machine beside the camera). Nothing here can reach a machine: there is no import that could, and the only way
out is a line of text.
"""
