"""The visit report: one A4 page and an appendix as tagged PDF, in the person's language. Guide: docs/report.md.

`gather` reads the lines of a record, `say` puts them into words and numbers of the language, `pdf` draws them. It tells what was noted,
missing as missing; it says nothing about causes and is no diagnosis.
"""

from halfkilo.exchange.report.gather import ALWAYS, BEFORE
from halfkilo.exchange.report.make import made, pictures
from halfkilo.exchange.report.wish import LONGEST_QUESTION, TOPIC, USUAL_WEEKS, WEEKS, Wish, span

__all__ = ["ALWAYS", "BEFORE", "LONGEST_QUESTION", "TOPIC", "USUAL_WEEKS", "WEEKS", "Wish", "made", "pictures", "span"]
