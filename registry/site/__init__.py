"""The site: what data moves where, in pages that explain themselves.

`build` makes the whole site, `write_pages` only the Markdown, `render` only the HTML; `serve` shows it
while one writes. The layers below never know of it.
"""

from registry.site.build import BuildReport, PageSet, build, serve, write_pages
from registry.site.engine import SiteNotRendered, render

__all__ = ["BuildReport", "PageSet", "SiteNotRendered", "build", "render", "serve", "write_pages"]
