"""What machines and measuring devices said during a session, kept as columns: a folder per session with Parquet parts.

`Recorder` takes what is heard and never waits for a disk in the ordinary course; `RecordingListener` and `RecordingHearer` stand in the
way of a driver's words; `recover` finishes what a killed process left; `Recording` reads a session back in order. docs/recording.md
"""
