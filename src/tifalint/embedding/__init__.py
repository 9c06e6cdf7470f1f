"""Sentence and token vectors. A model is loaded by sentence-transformers once, compiled to ONNX, and run from there."""
