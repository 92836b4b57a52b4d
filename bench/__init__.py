"""What the issues promise about speed and size, measured: `make bench`."""
