"""The page that an old URL shows: it leads on at once, and by a link without any help."""

from html import escape


def render_redirect(url: str) -> str:
    """HTML that leads to `url`, a relative one; a script keeps the part behind `#`."""
    target = escape(url, quote=True)
    return (
        "<!doctype html>\n"
        '<html lang="en">\n'
        "<head>\n"
        '<meta charset="utf-8">\n'
        "<title>Moved</title>\n"
        '<meta name="robots" content="noindex">\n'
        f'<link rel="canonical" href="{target}">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n'
        f'<script>location.replace("{target}" + location.hash)</script>\n'
        "</head>\n"
        "<body>\n"
        f'<p>This page has moved: <a href="{target}">go to its new place</a>.</p>\n'
        "</body>\n"
        "</html>\n"
    )
