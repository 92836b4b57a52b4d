import os

os.environ["HALFKILO_TEST"] = "1"  # simulated people take orders; a release takes none
