"""Measuring document types: papers of every type with their truth, how they are judged, how it is told."""
