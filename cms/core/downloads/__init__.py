"""Files that take too long for a request: asked for, made by the worker, fetched from 我的下载.

A room names a kind once, when it is loaded:

    @register_download("cases.list", label=_("List of cases"), allowed=may_export)
    def make(download: Download, progress: Progress) -> Iterable[bytes] | Path | bytes: ...

and asks with `download_request(kind=…, params=…, owner=…, title=…, filename=…)`. `allowed(owner, params)` is asked when
the file is asked for, when it is made and each time it is fetched. A maker reports `progress(done, total)` as often as
it likes (at most one write a second reaches the database) but at least once a minute: a worker that is silent for
longer is taken for dead and another one begins anew. It raises DownloadFailed(message) for what a person should read.
"""

from cms.core.downloads.registry import (
    DownloadFailed,
    DownloadKind,
    Progress,
    download_kind,
    register_download,
)

__all__ = ["DownloadFailed", "DownloadKind", "Progress", "download_kind", "register_download"]
