"""`ec2tui completion`: a script that completes verbs, options and their words in a shell."""

import argparse
from collections.abc import Iterable, Iterator

from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.parser import make_parser, subparsers

KINDS = {
    "profile": "profiles",
    "region": "regions",
    "view": "views",
    "columns": "columns",
    "sort": "columns",
    "group_by": "fields",
    "target": "targets",
    "targets": "targets",
    "instance": "targets",
    "group": "groups",
    "source": "groups",
    "rule": "rules",
    "rules": "rules",
    "to": "regions",
    "volumes_columns": "volume-columns",
    "volumes_sort": "volume-columns",
    "images_columns": "image-columns",
    "images_sort": "image-columns",
    "snapshots_columns": "snapshot-columns",
    "snapshots_sort": "snapshot-columns",
    "alarms_columns": "alarm-columns",
    "alarms_sort": "alarm-columns",
}
"""The kind of words that `ec2tui __complete` knows, by the parser's name of an argument."""

# Names come from AWS: they are read line by line and quoted, and never given to compgen, which expands.
_BASH = """\
_ec2tui_known() {{
    local one
    while IFS= read -r one; do
        COMPREPLY+=("$(printf '%q' "$one")")
    done < <(ec2tui __complete "$@" 2>/dev/null)
}}
_ec2tui() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} verb= one
    local -a before=("${{COMP_WORDS[@]:1:COMP_CWORD-1}}")
    COMPREPLY=()
    if [[ $word == = ]]; then word=
    elif [[ $previous == = ]]; then previous=${{COMP_WORDS[COMP_CWORD-2]}}; fi
    for one in "${{before[@]}}"; do
        case "${{verb:+$verb }}$one" in {verbs}) verb="${{verb:+$verb }}$one";; esac
    done
    case "$verb $previous" in
{values}
    esac
    case "$verb" in
{options}
    esac
    COMPREPLY=($(compgen -W "{top}" -- "$word"))
}}
complete -o default -F _ec2tui ec2tui
"""
_ZSH = "autoload -U +X bashcompinit && bashcompinit\n"
_FISH_HEAD = """\
complete -c ec2tui -f
function __ec2tui_known
    set -l before (commandline -opc)
    set -l word (commandline -ct)
    ec2tui __complete $argv[1] "$word" $before[2..] 2>/dev/null
end
"""


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


def _positional_kind(parser: argparse.ArgumentParser) -> str | None:
    """The kind of the words that a verb takes without an option."""
    found = (KINDS.get(action.dest) for action in parser._actions if not action.option_strings)
    return next((kind for kind in found if kind), None)


def _bash(verbs: dict[str, argparse.ArgumentParser]) -> str:
    names = [name for name in verbs if name]
    first = [name for name in names if " " not in name]
    values = "\n".join(
        _case(f'"{name} {flag}"', tuple(map(str, action.choices)))
        if action.choices
        else f'        "{name} {flag}") {_known(KINDS[action.dest])}; return;;'
        for name, parser in verbs.items()
        for flag, action in _options(parser)
        if action.choices or (action.dest in KINDS and action.nargs != 0)
    )
    options = "\n".join(
        _verb_case(name, parser, _further(name, names)) for name, parser in verbs.items() if name
    )
    top = " ".join([*first, *_words(verbs[""])])
    patterns = "|".join(_pattern(name) for name in names)
    return _BASH.format(verbs=patterns, values=values, options=options, top=top)


def _pattern(verb: str) -> str:
    """A verb as a pattern of `case`."""
    return f'"{verb}"' if " " in verb else verb


def _further(verb: str, names: Iterable[str]) -> tuple[str, ...]:
    """The words that make a verb of two words of this one."""
    return tuple(name.removeprefix(f"{verb} ") for name in names if name.startswith(f"{verb} "))


def _known(kind: str) -> str:
    return f'_ec2tui_known {kind} "$word" "${{before[@]}}"'


def _verb_case(name: str, parser: argparse.ArgumentParser, further: tuple[str, ...]) -> str:
    kind = _positional_kind(parser)
    if kind is None:
        return _case(_pattern(name), (*further, *_words(parser)))
    known, listed = _known(kind), " ".join(_words(parser))
    return (
        f"        {_pattern(name)}) if [[ $word != -* ]]; then {known}; "
        f'else COMPREPLY=($(compgen -W "{listed}" -- "$word")); fi; return;;'
    )


def _case(pattern: str, words: tuple[str, ...]) -> str:
    return f'        {pattern}) COMPREPLY=($(compgen -W "{" ".join(words)}" -- "$word")); return;;'


def _fish(verbs: dict[str, argparse.ArgumentParser]) -> str:
    lines = [_FISH_HEAD.rstrip()]
    for name, parser in verbs.items():
        condition = _fish_condition(name)
        before, _, word = name.rpartition(" ")
        if name:
            lines.append(f"complete -c ec2tui -n '{_fish_condition(before)}' -a {word}")
        for flag, action in _options(parser):
            kind, text = ("l", flag[2:]) if flag.startswith("--") else ("s", flag[1:])
            lines.append(f"complete -c ec2tui -n '{condition}' -{kind} {text}{_fish_value(action)}")
        positional = [word for word in _words(parser) if not word.startswith("-")]
        known = _positional_kind(parser)
        if positional or known:
            words = f"(__ec2tui_known {known})" if known else " ".join(positional)
            lines.append(f"complete -c ec2tui -n '{condition}' -a '{words}'")
    return "\n".join(lines) + "\n"


def _fish_condition(verb: str) -> str:
    """The condition that the words of a verb stand before; no verb: none stands there yet."""
    words = [f"__fish_seen_subcommand_from {word}" for word in verb.split()]
    return "; and ".join(words) or "__fish_use_subcommand"


def _fish_value(action: argparse.Action) -> str:
    """What follows a flag: its words, what is known of its kind, anything, or nothing."""
    if action.choices:
        return f" -x -a '{' '.join(map(str, action.choices))}'"
    if action.nargs == 0:
        return ""
    return f" -x -a '(__ec2tui_known {KINDS[action.dest]})'" if action.dest in KINDS else " -r"
