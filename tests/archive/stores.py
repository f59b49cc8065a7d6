"""A real store that stops or lies at one chosen call."""

from core.errors import StorageFailed


class FailingStore:
    """Passes everything on; at call number `fail_at` it fails `before` or `after` the effect.

    `altered` gives back other bytes than were stored, from that call on.
    """

    def __init__(self, inner, *, fail_at=None, how="before"):
        self._inner = inner
        self._fail_at = fail_at
        self._how = how
        self._calls = 0

    def put_once(self, key, data, *, media_type):
        return self._call(lambda: self._inner.put_once(key, data, media_type=media_type))

    def get(self, key):
        data = self._call(lambda: self._inner.get(key))
        altered = self._how == "altered" and self._fail_at and self._calls >= self._fail_at
        return data[:-1] + b"?" if altered and key.startswith("records/") else data

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def _call(self, effect):
        self._calls += 1
        stops = self._calls == self._fail_at and self._how != "altered"
        if stops and self._how == "before":
            raise StorageFailed(reason="cut off before")
        result = effect()
        if stops:
            raise StorageFailed(reason="cut off after")
        return result
