"""A hook of mkdocs: the site is made of docs/ and of the pages and files of the repository that these link to."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
# Pages that stand at the repository's root, and where the site has them.
PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
}
_LINK = re.compile(r"(?<=\]\()([^)\s#]+)(?=[)#])")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the repository's root, and each file that a page links to."""
    for source, place in PAGES.items():
        if (ROOT / source).is_file():
            files.append(File.generated(config, place, abs_src_path=str(ROOT / source)))
    for page in [*PAGES, *(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md"))]:
        if not (ROOT / page).is_file():
            continue
        for link in _LINK.findall((ROOT / page).read_text(encoding="utf-8")):
            target = _in_repository(link, page)
            if (
                target
                and not target.startswith("docs/")
                and target not in PAGES
                and not files.get_file_from_path(target)
            ):
                files.append(File.generated(config, _place(target), abs_src_path=str(ROOT / target)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Make the repository's links lead to the same within the site."""
    own = next(
        (source for source, place in PAGES.items() if place == page.file.src_uri), f"docs/{page.file.src_uri}"
    )

    def in_site(found: re.Match[str]) -> str:
        target = _in_repository(found[1], own)
        if target is None:
            return found[1]  # mkdocs says so if it leads nowhere
        return posixpath.relpath(_place(target), posixpath.dirname(page.file.src_uri) or ".")

    return _LINK.sub(in_site, markdown)


def _in_repository(link: str, page: str) -> str | None:
    """Return the file that a page's link leads to, or None where it leads to none of the repository."""
    if "://" in link or link.startswith("mailto:"):
        return None
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), link))
    return target if not target.startswith("..") and (ROOT / target).is_file() else None


def _place(target: str) -> str:
    if target in PAGES:
        return PAGES[target]
    if target.startswith("docs/"):
        return target.removeprefix("docs/")
    # mkdocs would make a page of a Markdown file, and serves no file whose name begins with a dot.
    return f"files/{target}.txt" if target.endswith(".md") else f"files/{target}"
