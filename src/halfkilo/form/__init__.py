"""Form: body landmarks -> repetitions, range, tempo, symmetry, and at most one cue. Needs numpy; knows no picture, clock or network.

From the outside in: `reading` (files), `watcher` (frame by frame), `judge` (change against the person's own baseline), `signals` (what
tells one repetition of an exercise from the next). docs/form.md explains, docs/form-figures.md holds what was measured.
"""
