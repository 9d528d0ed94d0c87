"""`python -m cli` is `shouwen`."""

import sys

from cli.main import main

sys.exit(main())
