"""Any chest strap or armband with the Heart Rate service of the Bluetooth SIG."""
