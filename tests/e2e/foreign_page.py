# SPDX-License-Identifier: Apache-2.0
"""A page before it looks like anything: what it says and where it leads, in words' keys and steps' names."""
from dataclasses import dataclass, field


@dataclass
class Go:
    """A way on: its label's key, the step it leads to, what that step needs to know, whether it changes anything."""
    label: str
    step: str
    values: dict = field(default_factory=dict)
    acts: bool = False


@dataclass
class Field:
    """Something to fill in: its own key, its label's key, its kind ("text", "password", "readonly"), its preset."""
    key: str
    label: str
    kind: str
    value: str = ""


@dataclass
class Form:
    """Fields that are sent together by one button."""
    go: Go
    fields: list = field(default_factory=list)
    values: list = field(default_factory=list)
    cancel: Go = None


@dataclass
class Listing:
    """A table of (cells, Go or None): each row's own button, or one for the row that is chosen."""
    headings: list
    rows: list
    fields: list = field(default_factory=list)
    choose: bool = False


@dataclass
class Page:
    """Parts in order, each (kind, what); refresh is (seconds, Go)."""
    name: str
    title: str
    parts: list
    refresh: tuple = None


@dataclass
class Answer:
    """What goes over the line, and what shall go wrong with it on the way."""
    status: int = 200
    headers: dict = field(default_factory=dict)
    body: bytes = b""
    trouble: str = ""


@dataclass
class Visit:
    """A request as the rendering understands it."""
    step: str
    values: dict
    session: str = ""
    taken: str = ""  # the request ID of the application that it made


WORDS = {
    "Apply": "証明書更新申請", "Fetch": "更新後証明書の取得", "Submit": "Submit", "GetKey": "鍵の取得",
    "Download": "Download", "DownloadKey": "Download Key", "Status": "証明書ステータス",
    "Generating": "鍵生成中", "Requesting": "発行要求中", "Issued": "発行済み", "Failed": "発行失敗",
    "Refresh": "再表示", "RequestId": "リクエストID", "ReferenceId": "リファレンスID",
    "Password": "パスワード", "PasswordAgain": "パスワードの確認", "AppliedAt": "申請日時", "Obtain": "ダウンロード",
    "CommonName": "Common Name", "Cancel": "キャンセル", "Next": "次へ", "Back": "メニューへ戻る",
    "Menu": "更新申請メニュー", "Confirm": "鍵更新申請情報の確認", "Sent": "送信完了", "Error": "エラー",
    "Enter": "お待ちください", "ObtainTitle": "証明書の取得", "SessionLost": "セッション無効",
    "SessionLostText": "セッションが無効です。",
    "Already": "既に更新申請を受け付けています。「更新後証明書の取得」から証明書を取得してください。",
}
