"""How well garbles are found: labelled cases, cases made from clean texts, scores, and baselines beside them.

python tests/evaluation score CASES...        # the tables of the README
python tests/evaluation roundtrips FOLDER     # cases through Debian's Apertium
python tests/evaluation garble FOLDER --seed 7 # cases from the lexicons
"""
