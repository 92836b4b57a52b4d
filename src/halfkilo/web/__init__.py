"""The site: accounts, the journal of everybody in one database, the typed API and the pages."""
