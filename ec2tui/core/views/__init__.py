"""From the model to columns, lines and tones; no colours and no widgets."""
