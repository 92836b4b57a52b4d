"""FHIR R5 and R4B, out and in: `out` writes without any library, `read` checks with one, which is imported only when a file is read."""
