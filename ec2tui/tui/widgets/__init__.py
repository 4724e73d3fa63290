"""Widgets of our own over Textual's line API; they hold no truth, only what they show."""
