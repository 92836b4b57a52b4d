"""Every figure that keeps a motor gentle: leases, ramps, ceilings, thresholds. One file, each with its reason.

Hazards are those of SAFETY.md. Times are milliseconds, loads whole grams per cable, rates grams per second,
positions millimetres. "H01" and so on name the hazard a figure serves; "S4" and so on name a rule learned from an
incident with somebody else's machine (docs/gym.md lists them).
"""

from __future__ import annotations

# --- Leases -----------------------------------------------------------------------------------------------------------
LEASE_MS = 250
"""H01. A load lives this long without renewal, on the machine's own clock. One renewal may be lost."""
RENEW_MS = 100
"""H01. The supervisor renews this often."""
PRESENCE_MS = 1000
"""H48. The player says "someone is here" straight to the supervisor; this long without it and the load is lowered."""
SITE_LEASE_MS = 2000
"""The site says it is alive twice a second; a site that hangs without dying is noticed after this."""
SILENT_MS = 300
"""H08. Readings older than this are not known: no rise, and under load a release and a hazard."""

# --- Ramps ------------------------------------------------------------------------------------------------------------
RAMP_UP = 5_000
"""H04. Ten kilograms arrive in two seconds: slow enough to say no to, quick enough to wait for (home gyms: 1-2 s)."""
RAMP_DOWN = 25_000
"""A lighter load that was asked for: five times as fast as up, still felt as a slope and not as a step."""
RELEASE_MS = 100
"""H01, H39. A release takes this long from any load, shaped like half a cosine: lease and release together stay
within 350 ms, and a person leaning on the cable meets no edge. From 10 kg it is 100,000 g/s on average, from the
model's 100 kg it is 1,000,000 g/s."""
FIRST_STEP = 500
"""S6. Every set begins with this much; more only after the machine's readings agree with what was asked."""

# --- Ceilings ---------------------------------------------------------------------------------------------------------
GRID = 500
"""One notch of the simulated gym; a load between two notches becomes the lighter one, never the heavier."""
MODEL_MOST = 100_000
"""The simulated gym's own ceiling per cable."""
SESSION_MOST = 60_000
"""Most a session may ever ask per cable unless the person who runs the gym sets another ceiling at its start."""
TICKET_LIFE_MS = 120_000
"""A ticket to load is good for two minutes; the player fetches a new one for each set."""
TICKET_LONGEST_MS = 600_000
"""A ticket that claims to live longer than this is refused: whoever made it was not following the rules."""

# --- Letting go -------------------------------------------------------------------------------------------------------
LET_GO_MM_S = 1_600
"""H45. A loaded handle that comes back faster was let go. A brisk return of 0.6 m in a second peaks at 1.1 m/s."""
REST_MM = 20
"""H45. A handle this close to its stop is put down."""
REST_MS = 300
"""H45. Put down for this long under load counts as a stop; a touch at the bottom of a repetition is shorter."""

# --- Arming -----------------------------------------------------------------------------------------------------------
SWEEP_MM = 150
"""H03. Before any load the handle is moved out and back by at least this much at zero load, the button held."""
ARMED_MS = 15_000
"""H03. Being armed ends after this long without a load."""
BEYOND_MM = 100
"""H19. A loaded handle this far beyond the range shown while arming: the load goes."""

TAUGHT_MM = 40
"""H19. A loaded handle this far beyond the range this person taught for this exercise and side: the load goes. Hands vary by two or three
centimetres from set to set; the shown range of the day (`BEYOND_MM`) counts as well, whichever is nearer."""

# --- Spotter ----------------------------------------------------------------------------------------------------------
STUCK_MS = 3_000
STUCK_MM = 15
"""S12. In the middle of the range a loaded handle that makes less way than this in `STUCK_MS` is taken for stuck. Owners report that five
seconds end slow grinds of strong people; a body in pain is helped early, and a helped repetition loses nothing but load."""
STUCK_AGAIN_MS = 2_000
"""Still stuck this long after the load was halved: it goes altogether."""
SPOT_SHARE = 50
"""Percent of the load that stays when the spotter helps. It never comes back by itself."""

# --- Self-test --------------------------------------------------------------------------------------------------------
TEST_AGAIN_MS = 1_000
"""H11. Before the first load of each session the machine zeroes and checks its sensors, handles down. One that somebody's hand spoiled
is asked for again this much later."""

# --- Sensors ----------------------------------------------------------------------------------------------------------
FLAT_MS = 1_000
"""H10. Hands tremble and force sensors murmur: a reading that stays exactly the same this long under load is stuck."""
MISMATCH_MS = 150
MISMATCH_G = 6_000
"""H08, H10. Measured force further than this plus 40 percent from the load for `MISMATCH_MS`: the load goes."""
FREE_G = 1_000
"""S4. A cable that pulls less than this is free (the motor always winds in with about 400 g so that nothing sags)."""
CONFIRM_MS = 1_000
"""S4. A release that the readings do not confirm within this time is a hazard."""
TOLERANCE_G = 600
"""H08. Holding more than asked by more than this (one notch and rounding): release and hazard."""
STALL_MS = 200
"""A machine whose own control loop slept this long lets go before it does anything else."""
MISSED_MS = 5_000
"""Simulation: of a longer sleep no more than this passes afterwards. What is left out makes the machine's readings look late for as long
as `supervisor.lateness` remembers (H08)."""

# --- Wire -------------------------------------------------------------------------------------------------------------
LONGEST_LINE = 2_048
"""Longest line either side of the machine's wire accepts, bytes."""

# --- Screens ----------------------------------------------------------------------------------------------------------
BUTTON_MS = 400
"""H03. The arming button is said to be held several times a second; this long without it counts as let go."""
BATCH_MS = 100
"""Readings go to screens ten times a second."""

# --- Measuring devices ------------------------------------------------------------------------------------------------
SENSOR_SILENT_MS = 4_000
"""A strap speaks once a second, a hanging scale several times: older than this is not shown as now."""

# --- Wear -------------------------------------------------------------------------------------------------------------
INSPECT_REPS = 3_000
INSPECT_DAYS = 30
"""H38. Makers ask for a look at cables and anchors about monthly; a keen person does about 3,000 repetitions in a month."""
INSPECT_OVERDUE = 1.5
"""From this multiple on nothing is loaded until somebody looked."""
