"""Writing XML the same way every time."""

from lxml import etree

METS = "http://www.loc.gov/METS/"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
XLINK = "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NAMESPACES = {None: METS, "csip": CSIP, "xlink": XLINK, "xsi": XSI}


def element(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """Add a child in the parent's own namespace, with its attributes in the order given."""
    space = etree.QName(parent).namespace
    return etree.SubElement(parent, f"{{{space}}}{name}", dict(attributes))


def written(root: etree._Element) -> bytes:
    """Return the document as UTF-8 with a declaration."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data
