"""The simulated gym: two motors, two cables, a firmware that lets go, a simulated person; a process of its own."""
