"""halfkilo: strength training at home for people who live with chronic pain, half a kilo at a time."""

__version__ = "0.1.0"
