"""What the `halfkilo` command does, one module per matter. Modules import what they need when they are called: `today` stays quick
and never meets Django."""
