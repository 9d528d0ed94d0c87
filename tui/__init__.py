"""The terminal app."""

import os

# Key reports of the kitty protocol break input methods; set before anything imports textual.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
