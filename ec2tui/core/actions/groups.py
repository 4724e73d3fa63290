"""The groups under which the help lists actions."""

MOVE = "Move"
FIND = "Find"
LOOK = "Look closer"
COPY = "Copy"
SCOPE = "What is shown"
PROGRAM = "Program"
CHANGE = "Change"
