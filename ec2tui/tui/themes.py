"""The two themes: dark and light, with colours that keep their meaning."""

from textual.theme import Theme

THEMES: tuple[Theme, ...] = (
    Theme(
        name="ec2tui-dark",
        primary="#5fb3ff",
        secondary="#8fd6c4",
        accent="#ffb454",
        foreground="#d8dee9",
        background="#11151c",
        surface="#161b24",
        panel="#1e2530",
        success="#7fd48a",
        warning="#f2c45a",
        error="#ff6b6b",
        dark=True,
    ),
    Theme(
        name="ec2tui-light",
        primary="#0a5fb4",
        secondary="#0b6e5c",
        accent="#a85b00",
        foreground="#1d2430",
        background="#fbfbf9",
        surface="#f3f3ef",
        panel="#e6e7e3",
        success="#1d7a33",
        warning="#8a5a00",
        error="#b3261e",
        dark=False,
    ),
)
