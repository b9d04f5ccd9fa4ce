"""The terminal application in a browser: textual-serve behind a sign-in of our own."""
