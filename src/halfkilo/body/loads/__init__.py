"""What each exercise asks of each joint, by physics. `docs/loads.md` says how, and how well it holds."""
