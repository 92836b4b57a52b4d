"""Bluetooth Low Energy, behind one narrow interface: the machine's own radio through bleak, or the virtual air of tests and `emulate`."""
