"""Plain text: spans, words, English word forms, letter case. Nothing here knows files, glossaries or models."""
