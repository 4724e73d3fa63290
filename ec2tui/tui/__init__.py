"""The Textual front end: it renders state and emits intents."""
