"""Every figure of the trials with where it comes from. "Ours" marks a choice no study tested: it is about clean readings, not about people.

Times are seconds unless named otherwise, forces and masses whole grams, lengths millimetres.
"""

from __future__ import annotations

# --- Isometric strength -----------------------------------------------------------------------------------------------
PULLS = 3
"""Pulls that count, after one practice pull at half effort. Ours: two tell no spread worth the name, more tire."""
PULLS_LEAST = 2
"""A result needs this many clean pulls."""
PULLS_MOST = 5
"""More than this in a row would measure tiredness."""
PULL_S = 5
"""What the page paces: build up, hold, ease off."""
REST_S = 60
"""Between pulls. Ours."""
PEAK_S = 1.0
"""A pull counts as the mean over its best second: a single highest reading would be a tug."""
LASTED_S = 2.5
"""A pull is 3 to 5 s; half a second less is let pass."""
HELD_S = 1.5
HELD_PERCENT = 80
"""Held: above this share of its peak for `HELD_S` in one piece."""
BEGINS_PERCENT = 20
"""A pull lasts while it is above this share of its peak."""
RATE_S = 0.2
"""The steepness of a rise is looked at over this long."""
JERK_PERCENT = 50
"""More of the peak than this gained within `RATE_S` was a tug, not a slow build-up (a linear rise in 0.4 s is the edge)."""
SPIKE_PERCENT = 20
SPIKE_G = 1_000
"""One reading this far from the middle of the five around it is no muscle."""
ZERO_S = 1.0
ZERO_SPREAD_G = 300
"""With the strap slack, readings lie this close together for a second, or there is no zero to start from."""
LIGHT_G = 500
"""A pull below one notch of the half-kilo grid is nothing that a gauge for tens of kilos can measure."""
HEAVY_G = 100_000
"""More than a journal entry holds, and more than a strap at home should be trusted with."""
GAUGE_HZ = 5.0
GAUGE_GAP_S = 0.5
"""The slowest gauge sends 6.5 times a second; fewer readings, or a hole, and the best second can't be found."""

# --- Balance ----------------------------------------------------------------------------------------------------------
STANDS = 3
STAND_S = 30.0
"""A stand of 30 s, as on the plate maker's own page. Three of them, so that their spread is known (ours)."""
SETTLE_S = 3.0
"""Counted down before a stand begins."""
PLATE_HZ = 40.0
CUT_HZ = 5.0
"""The plate sends 40 readings a second; sway is what is left below 5 Hz (the plate maker's own page does the same)."""
PLATE_LEAST_HZ = 30.0
PLATE_GAP_S = 0.2
"""Below that rate the path between two readings is guessed, and guessing makes it shorter."""
PLATE_MM = 339.411
"""Side of the plate: centre of pressure = half of it times the difference of both sides' loads over their sum."""
NOBODY_G = 15_000
"""Below this the plate says 0, 0: nobody stands on it."""
HAND_PERCENT = 5
FOOT_S = 0.18
"""Weight that goes elsewhere for longer than 180 ms went into a hand or a foot beside the plate."""
STEP_MM = 60
STEP_S = 0.2
"""The centre of pressure does not travel this far that quickly without a step."""
ELLIPSE = 5.991
"""95 percent of a two-dimensional normal cloud lie within the square root of this many standard deviations (chi squared, 2)."""

# --- Body mass --------------------------------------------------------------------------------------------------------
MASS_LEAST_G = 20_000
MASS_MOST_G = 300_000
MASS_SPREAD_G = 500
"""Readings of one weighing lie this close together."""

# --- What can be told from noise --------------------------------------------------------------------------------------
DAYS_KNOWN = 4
"""From so many days on, how much one's results differ from day to day is known a little."""

# --- Cardio -----------------------------------------------------------------------------------------------------------
ASK_EVERY_S = 180
"""How often the player asks how talking feels. Ours: often enough to notice a change, seldom enough to be let alone."""
HOLDS_S = 300
"""An answer speaks for the minutes after it, no longer than this."""
HEART_LOST_S = 5
"""A strap sends once a second; after this long without a beat the number on the screen is taken away."""
BPM_LEAST, BPM_MOST = 30, 230
"""Outside this it is a loose strap."""
COMFORTABLE_LEAST = 2
"""So many "comfortable" answers with a heart rate beside them make a guide."""
SETTLED_S = 30
"""A heart rate that goes with an answer is the mean over this long before it."""
