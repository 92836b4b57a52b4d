"""The pages: HTML that works without script. Views are thin: they read a form, call `service`, and show one thing."""
