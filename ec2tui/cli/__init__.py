"""The command line: the same session and views as the screen, without Textual."""
