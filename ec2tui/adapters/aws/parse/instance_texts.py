"""An instance's XML as its shape and its texts: split where it is written as AWS writes it, else parsed."""

import re
from typing import cast
from xml.etree.ElementTree import Element

from ec2tui.adapters.aws.parse import xml_text
from ec2tui.adapters.aws.parse.instance_shape import EMPTY, Branch, InstanceShape, Texts

MOST_SHAPES = 2048
"""Shapes that are kept."""

_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_ENTITY = re.compile("|".join(_ENTITIES))

_shapes: dict[str, InstanceShape | None] = {}


def texts_of(xml: bytes) -> tuple[InstanceShape, Texts]:
    """The shape and the texts of an item; ParseError when it is not well-formed.

    Every `<` must begin a tag, and no character be one that XML changes: who cuts the item out makes sure.
    """
    try:
        parts = xml.decode().replace(">", "<").split("<")
    except UnicodeDecodeError:
        return element_texts(xml_text.root(xml))
    shape = _shape_of("<".join(parts[1::2]))
    entities = b"&" in xml
    if (
        shape is None
        or len(parts) != 2 * xml.count(b"<") + 1  # a `>` that ends no tag
        or (entities and xml.count(b"&") != len(_ENTITY.findall("<".join(parts))))
    ):
        return element_texts(xml_text.root(xml))
    texts: Texts = [_unescaped(text) for text in parts[2::2]] if entities else cast(Texts, parts[2::2])
    texts += ("", None)
    return shape, texts


def element_texts(item: Element) -> tuple[InstanceShape, Texts]:
    """The shape and the texts of a parsed item."""
    texts: Texts = []
    shape = InstanceShape(_grown(item, texts))
    texts += ("", None)
    return shape, texts


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda found: _ENTITIES[found[0]], text) if "&" in text else text


def _grown(element: Element, texts: Texts) -> Branch:
    branch = Branch(len(texts))
    texts.append(element.text or "")
    branch.children = [(local(child.tag), _grown(child, texts)) for child in element]
    return branch


def _shape_of(tags: str) -> InstanceShape | None:
    """The shape of an item with these tags, joined by `<`; None when they are not plain names in pairs."""
    if tags in _shapes:
        return _shapes[tags]
    if len(_shapes) >= MOST_SHAPES:
        _shapes.clear()
    shape = _shapes[tags] = _shape(tags.split("<"))
    return shape


def _shape(tags: list[str]) -> InstanceShape | None:
    top = Branch(0)
    path = [("", top)]
    for at, tag in enumerate(tags):
        if tag.startswith("/"):
            if path.pop()[0] != tag[1:] or not path:
                return None
            continue
        name = tag.removesuffix("/")
        if not name.isalnum():
            return None
        branch = Branch(at if name is tag else EMPTY)
        path[-1][1].children.append((name, branch))
        if name is tag:
            path.append((name, branch))
    if len(path) != 1 or len(top.children) != 1:
        return None
    return InstanceShape(top.children[0][1])
