"""Dumbbells, plates and bands: a device without a motor. The person's hands do what a supervisor does elsewhere, so they are told exactly
what to pick up. What can be made is reckoned in `halfkilo.dose.owned`; here are the words for it.
"""
