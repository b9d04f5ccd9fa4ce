"""Lets ``python -m entryassist`` do what the ``entryassist`` command does."""

import sys

from entryassist.cli import main

sys.exit(main())
