"""The launch form: its fields, what may be chosen, what decides, what it costs, and how it goes on."""
