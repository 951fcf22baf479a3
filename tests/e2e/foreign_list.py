# SPDX-License-Identifier: Apache-2.0
"""The list of the applications that a certificate has made, each with the way to its key once there is one."""
import datetime
import time

from foreign_page import Field, Go, Listing, Page
from foreign_records import JAPAN

HEADINGS = ["RequestId", "CommonName", "AppliedAt", "Status", ""]
LATE_SECONDS = 1.5


def show_list(site, session, warning=None):
    """The page 更新後証明書の取得, in one of the ways in which a list can ask for the password."""
    applications = [one for one in site.records.of(session["serial"]) if not is_kept_back(site, one)]
    parts = [("warning", warning)] if warning else []
    if not applications:
        parts.append(("prose", "更新申請された証明書はありません。"))
        if site.faults.take("list-says-incomplete", "list"):
            parts.append(("prose", "更新申請が完了していません。「更新申請画面からの更新」からやり直してください。"))
    else:
        form = site.rendering.list_form
        fields = [Field("password", "Password", "password"), Field("again", "PasswordAgain", "password")]
        parts += [("prose", "更新申請された証明書の一覧です。「%s」をクリックして証明書を取得してください。"
                   % site.rendering.word("DownloadKey")),
                  ("listing", Listing(HEADINGS, [row(site, one) for one in applications],
                                      fields=fields if form == "inline" else [], choose=form == "radio"))]
    return site.show(Page("list", "Fetch", parts + [("menu", [Go("Back", "menu")])]), session)


def is_kept_back(site, application):
    """The manuals do not say when an entry comes and when it goes: the faults have it any way."""
    take, lag = site.faults.take, site.options.list_lag_seconds
    return (is_late(site, application) or take("list-never", "list")
            or (time.time() - application["at"] < lag and take("list-lags", "list"))
            or (application["downloads"] > 0 and take("list-unfetched-only", "list"))
            or (site.records.status(application, site.faults.has("issue-failed")) != "Issued"
                and take("list-issued-only", "list")))


def is_late(site, application):
    """A fault keeps a new application out of the list for a while."""
    if not site.faults.has("unlisted") or time.time() - application["at"] > LATE_SECONDS:
        return False
    site.faults.take("unlisted", "list")
    return True


def row(site, application):
    status = site.records.status(application, site.faults.has("issue-failed"))
    moment = datetime.datetime.fromtimestamp(application["at"], JAPAN)
    here = {"application": application["request"]}
    cells = [application["request"], "0110119153", site.rendering.date(moment), site.rendering.word(status)]
    if status != "Issued":
        return cells, None
    form = site.rendering.list_form
    if form == "inline":
        return cells, Go("DownloadKey", "fetch", here, acts=True)
    return cells, Go("DownloadKey", "key", {**here, **({"direct": "1"} if form == "direct" else {})})
