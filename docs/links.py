"""A hook of mkdocs: what works on GitHub works in the book too.

Relative links to files outside docs/ become links to the repository, and it is a warning (an error with `--strict`) if
there is no such file. Fences such as ```rust,ignore lose what only rustdoc understands.
"""

import logging
import posixpath
import re
from pathlib import Path

LOG = logging.getLogger("mkdocs.hooks.links")
LINK = re.compile(r"\]\((\.\./[^)#\s]+)(#[^)\s]*)?\)")
FENCE = re.compile(r"^(\s*```\w+),[\w,]+$", re.MULTILINE)


def on_page_markdown(markdown, page, config, **_):
    root = Path(config.docs_dir).parent
    folder = posixpath.join("docs", posixpath.dirname(page.file.src_uri))

    def replace(match):
        path = posixpath.normpath(posixpath.join(folder, match[1]))
        if path.startswith("docs/"):
            return match[0]
        target = root / path
        if path.startswith("..") or not target.exists():
            LOG.warning("%s links to %s, which does not exist", page.file.src_uri, match[1])
            return match[0]
        kind = "tree" if target.is_dir() else "blob"
        return f"]({config.repo_url.rstrip('/')}/{kind}/main/{path}{match[2] or ''})"

    return FENCE.sub(r"\1", LINK.sub(replace, markdown))
