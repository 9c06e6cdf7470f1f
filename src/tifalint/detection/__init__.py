"""Wording that no list names, standing where a canonical term belongs.

A garble keeps some words of its term and changes others in ways that can be explained: another form of the word,
another sense of a word of the language that the text passed through, another order, an echo of a neighbour. `evidence`
explains single words, `candidates` gathers them into spans, `shape` compares their order with the term's, `confidence`
weighs what was found, `wording` writes the replacement. `debris`, `repetition` and `capitals` find plainer damage.
"""
