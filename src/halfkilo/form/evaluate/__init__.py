"""Figures on a user's own copy of data that are not ours to ship. Nothing is trained here, so everybody in them is a stranger."""
