"""Drafts and readouts: from bytes on disk to a `Document` whose parts have exact offsets."""
