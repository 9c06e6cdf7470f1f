"""The canonical terms, their forms, and what is known of how they get garbled.

`load_glossary` gives a compiled `Glossary`: read from TOML, checked, and kept in the user's cache.
"""

from tifalint.glossary.loading import load_glossary
from tifalint.glossary.model import Concept, Designation, Glossary, Kind, Severity, Source, Status

__all__ = ["Concept", "Designation", "Glossary", "Kind", "Severity", "Source", "Status", "load_glossary"]
