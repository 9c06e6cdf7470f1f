"""Which sentence, and which word, of a readout a draft's sentence or word corresponds to. Vectors in, links out."""
