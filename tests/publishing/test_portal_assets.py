import re

from publishing.portal_assets import fingerprinted, portal_assets


def test_every_asset_is_named_by_its_content():
    assets = portal_assets()

    assert set(assets.names.values()) == set(assets.files)
    assert all(
        fingerprinted(name, assets.files[published]) == published
        for name, published in assets.names.items()
    )


def test_the_style_names_published_files_only():
    assets = portal_assets()
    style = assets.files[assets.names["portal.css"]].decode()

    named = re.findall(r'url\("([^"]+)"\)', style)

    assert len(named) == 3
    assert set(named) <= set(assets.files)
    assert "/*" not in style


def test_fingerprint_changes_with_the_content():
    assert fingerprinted("a.css", b"1") != fingerprinted("a.css", b"2")
