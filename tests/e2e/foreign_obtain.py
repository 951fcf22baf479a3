# SPDX-License-Identifier: Apache-2.0
"""/p/rcd: the first certificate for who has the paper notice's two IDs; on one page as in the manual, or on two."""
import json
import os

from foreign_page import Answer, Field, Form, Go, Page

STEM = "obtained"


def obtain(site, visit):
    """One step of it; needs no session and no client certificate."""
    values = visit.values
    ids = [Field("request", "RequestId", "text"), Field("reference", "ReferenceId", "text")]
    words = [Field("password", "Password", "password"), Field("again", "PasswordAgain", "password")]
    if visit.step == "obtain":
        if site.rendering.obtain_form == "two":
            return form(site, ids, Go("Next", "obtain-ids", acts=True))
        return form(site, ids + words, Go("Obtain", "obtain-file", acts=True))
    if not known(site, values) or site.faults.take("unknown", "obtain"):
        return form(site, ids + (words if site.rendering.obtain_form == "one" else []),
                    Go("Obtain", "obtain-file", acts=True) if site.rendering.obtain_form == "one"
                    else Go("Next", "obtain-ids", acts=True), "リクエストIDまたはリファレンスIDが正しくありません。")
    here = {name: values[name].strip() for name in ("request", "reference")}
    if visit.step == "obtain-ids":
        return form(site, words, Go("Obtain", "obtain-file", here, acts=True))
    word, warning = site.password_of(visit, "obtain")
    if warning:
        left = words if site.rendering.obtain_form == "two" else ids + words
        return form(site, left, Go("Obtain", "obtain-file", here if left is words else {}, acts=True), warning)
    return deliver(site, here["request"], word)


def known(site, values):
    with open(os.path.join(site.folder, "ids.json"), encoding="ascii") as file:
        ids = json.load(file)
    return (values.get("request", "").strip(), values.get(
        "reference", "").strip()) == (ids["request_id"], ids["reference_id"])


def form(site, fields, go, warning=None):
    return site.show(Page("obtain", "ObtainTitle", ([("warning", warning)] if warning else []) + [
        ("prose", "「電子証明書発行通知書」に記載のリクエストIDとリファレンスIDを入力してください。"),
        ("prose", "証明書パスワードは、任意の4桁の半角数字を入力してください。"),
        ("form", Form(go, fields=fields))]), None)


def deliver(site, request, word):
    """Made once, unless a fault has it otherwise, and packed anew under each password."""
    with site.records.lock:
        given = os.path.exists(os.path.join(site.issuer.place, STEM + ".pem"))
        if given and site.faults.take("once", "file"):
            return site.gone(None)
        if not given or site.faults.take("new-pair", "file"):
            site.events.tell("issued", serial=site.issuer.renew(STEM), request_id=request)
    site.events.tell("downloaded", serial=site.issuer.serial(STEM), request_id=request)
    kind, disposition = site.rendering.file_headers(request)
    return Answer(200, {"Content-Type": kind, "Content-Disposition": disposition}, site.issuer.pack(STEM, word))
