"""The terminal application and the trainer, built on Textual."""
