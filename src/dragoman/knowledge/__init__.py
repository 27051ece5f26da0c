"""Countries, offices with dates, organisations, armed groups and places: look-ups over tables."""

from dragoman.knowledge.answer import Answer, answers
from dragoman.knowledge.lookup import Knowledge, load_knowledge
from dragoman.knowledge.rows import Country, Name, Person, Role, Term

__all__ = [
    "Answer",
    "Country",
    "Knowledge",
    "Name",
    "Person",
    "Role",
    "Term",
    "answers",
    "load_knowledge",
]
