"""FIT activity files (the format of sports watches), out and in: strength with sets and rests, cardio with its time and pulse."""
