"""A virtual Bluetooth air: emulated devices and drivers with a whole stack on both sides, and no radio. Needs Bumble.

Only tests and `halfkilo gym emulate` use it. Virtual controllers share one link in one process (`house`); hosts are in the same process or
reach their controller over TCP on loopback.
"""
