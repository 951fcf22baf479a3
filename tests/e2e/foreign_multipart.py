# SPDX-License-Identifier: Apache-2.0
"""multipart/form-data as a server reads it, strictly: a client's slip shall not pass unseen."""
import email.message


def parse_multipart(body, kind, encoding):
    """{name: value}; a malformed body is a ValueError, which is answered with 400."""
    message = email.message.Message()
    message["Content-Type"] = kind
    boundary = message.get_param("boundary")
    if not boundary:
        raise ValueError("no boundary")
    mark = b"--" + boundary.encode("ascii")
    chunks = (b"\r\n" + body).split(b"\r\n" + mark)
    if len(chunks) < 2 or not chunks[-1].startswith(b"--"):
        raise ValueError("the last boundary is missing")
    values = {}
    for chunk in chunks[1:-1]:
        if not chunk.startswith(b"\r\n") or b"\r\n\r\n" not in chunk:
            raise ValueError("a part is malformed")
        head, content = chunk[2:].split(b"\r\n\r\n", 1)
        values[name_of(head.decode(encoding))] = content.decode(encoding)
    return values


def name_of(head):
    """The name in a part's Content-Disposition."""
    for line in head.split("\r\n"):
        if line.lower().startswith("content-disposition:"):
            part = email.message.Message()
            part["Content-Disposition"] = line.split(":", 1)[1].strip()
            name = part.get_param("name", header="content-disposition")
            if name:
                return name
    raise ValueError("a part without a name")
