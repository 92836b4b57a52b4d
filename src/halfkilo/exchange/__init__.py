"""What comes in and goes out: other programs' logs, the whole journal, paper and calendar. One module per format."""
