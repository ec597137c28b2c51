"""The site: what data moves where, in pages that explain themselves.

`build` makes the whole site, `serve` shows it while one writes. The layers below never know of it.
"""

from registry.site.build import BuildReport, build
from registry.site.engine import SiteNotRendered
from registry.site.serving import serve

__all__ = ["BuildReport", "SiteNotRendered", "build", "serve"]
