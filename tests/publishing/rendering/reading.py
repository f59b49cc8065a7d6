"""How the tests read a rendered page."""

from lxml import html


class Page:
    def __init__(self, text):
        self.tree = html.document_fromstring(text)

    def words(self, selector):
        return [" ".join(one.text_content().split()) for one in self.tree.cssselect(selector)]

    def values(self, selector, attribute):
        return [one.get(attribute) for one in self.tree.cssselect(selector)]

    def meta(self, name):
        return self.values(f'meta[name="{name}"]', "content")

    def facts(self):
        return dict(zip(self.words(".facts dt"), self.words(".facts dd"), strict=True))
