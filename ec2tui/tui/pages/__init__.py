"""The pages of the screen: what each shows, its rows, and the widgets that they share."""
