"""The gym: one door to every machine, `hold(grams, until)` and `release()`, and it always lets go."""
