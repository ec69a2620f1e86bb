"""Elements that hold text."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from castalia.exchange.xml_text import legal


def text(parent: Element, tag: str, value: object, **attributes: str) -> Element:
    """A child of ``parent`` with ``value`` as its text."""
    element = SubElement(parent, tag, attributes)
    element.text = legal(str(value))
    return element
