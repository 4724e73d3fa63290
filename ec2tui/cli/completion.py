"""`ec2tui completion`: a script that completes verbs, options and their words in a shell."""

import argparse
from collections.abc import Iterator

from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.parser import make_parser, subparsers

_BASH = """\
_ec2tui() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} verb= one
    for one in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case $one in {verbs}) verb=$one; break;; esac
    done
    case "$verb $previous" in
{values}
    esac
    case $verb in
{options}
    esac
    COMPREPLY=($(compgen -W "{top}" -- "$word"))
}}
complete -o default -F _ec2tui ec2tui
"""
_ZSH = "autoload -U +X bashcompinit && bashcompinit\n"
_FISH_HEAD = "complete -c ec2tui -f\n"


def run(context: Context) -> ExitCode:
    """Prints the script for a shell; it is made from the same parser that reads the command line."""
    verbs = _verbs(make_parser())
    script = _fish(verbs) if context.options.shell == "fish" else _bash(verbs)
    context.output.line(((_ZSH if context.options.shell == "zsh" else "") + script).rstrip("\n"))
    return ExitCode.DONE


def _verbs(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers by verb; the empty name is the program's own."""
    return {"": parser, **subparsers(parser)}


def _options(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.Action]]:
    for action in parser._actions:
        for flag in action.option_strings:
            yield flag, action


def _words(parser: argparse.ArgumentParser) -> tuple[str, ...]:
    """All that may follow a verb: its options and the words of its positional arguments."""
    positional = [
        str(choice)
        for action in parser._actions
        if not action.option_strings and not isinstance(action, argparse._SubParsersAction)
        for choice in action.choices or ()
    ]
    return (*(flag for flag, _ in _options(parser)), *positional)


def _bash(verbs: dict[str, argparse.ArgumentParser]) -> str:
    names = [name for name in verbs if name]
    values = "\n".join(
        _case(f'"{name} {flag}"', tuple(map(str, action.choices)))
        for name, parser in verbs.items()
        for flag, action in _options(parser)
        if action.choices
    )
    options = "\n".join(_case(name, _words(parser)) for name, parser in verbs.items() if name)
    top = " ".join([*names, *_words(verbs[""])])
    return _BASH.format(verbs="|".join(names), values=values, options=options, top=top)


def _case(pattern: str, words: tuple[str, ...]) -> str:
    return f'        {pattern}) COMPREPLY=($(compgen -W "{" ".join(words)}" -- "$word")); return;;'


def _fish(verbs: dict[str, argparse.ArgumentParser]) -> str:
    lines = [_FISH_HEAD.rstrip()]
    for name, parser in verbs.items():
        condition = f"__fish_seen_subcommand_from {name}" if name else "__fish_use_subcommand"
        if name:
            lines.append(f"complete -c ec2tui -n __fish_use_subcommand -a {name}")
        for flag, action in _options(parser):
            kind, text = ("l", flag[2:]) if flag.startswith("--") else ("s", flag[1:])
            words = f" -x -a '{' '.join(map(str, action.choices))}'" if action.choices else ""
            needs = " -r" if action.nargs != 0 and not words else ""
            lines.append(f"complete -c ec2tui -n '{condition}' -{kind} {text}{needs}{words}")
        positional = [word for word in _words(parser) if not word.startswith("-")]
        if positional:
            lines.append(f"complete -c ec2tui -n '{condition}' -a '{' '.join(positional)}'")
    return "\n".join(lines) + "\n"
