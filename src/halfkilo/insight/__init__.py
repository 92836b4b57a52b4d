"""Is it helping? Honest answers from one person's own numbers: what a day goes with, how things have changed, what can't be told yet.

Pure: numbers in, numbers and sentences out. Nothing here knows the database, the clock or the network, and no answer of this room ever
changes a dose.
"""
