"""What a machine on the link must do, as named checks that run against any machine (docs/link.md lists them)."""
