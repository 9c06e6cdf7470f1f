"""Wording that no list names, standing where something else belongs.

Suspects come from four sides: `search` finds spans whose words can be explained as a term's (`evidence` explains single
words, `gathering` chooses the terms worth a look, `assembling` assigns words to them, `shape` compares their order,
`features` says what counts), `literal` finds a term's Chinese rendered word for word, `landing` finds where a readout's
term lands, `divergence` judges what differs from the readout. `garbles` weighs them by the models of `decision`, and
`wording` writes the replacements. `debris`, `grammar`, `repetition`, `capitals` and `miscuts` find plainer damage;
`suggesting` ranks what an odd phrase could have been.
"""
