"""Training: drills made from invented notes and graded by the rules that judge real ones."""
