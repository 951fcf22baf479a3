# SPDX-License-Identifier: Apache-2.0
"""More certificates than the one that an authority begins with: made by openssl with the authority's own CA, and put
into a store by somebody else's program."""
import base64
import hashlib
import os
import re

from story import command, write

SUBJECT = "/C=JP/O=ReceiptOnline/OU=hokkaido/OU=medical/CN=%s"
WORD = "forged"


def done(*arguments):
    ran = command(*arguments)
    if ran.returncode != 0:
        raise RuntimeError(" ".join(arguments) + ": " + ran.stderr)
    return ran.stdout


def new_store(folder):
    os.makedirs(folder, mode=0o700, exist_ok=True)
    done("certutil", "-N", "-d", "sql:" + folder, "--empty-password")
    return folder


def forge(authority, folder, name, days):
    """A PKCS#12 for an institution of that name, with so many days left; its file."""
    base = os.path.join(folder, "forged-%s-%d" % (name, days))
    ca = os.path.join(authority.folder, "ca.pem")
    done("openssl", "req", "-utf8", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", base + ".key", "-out", base + ".csr",
         "-subj", SUBJECT % name)
    # openssl tells days as they are counted from now; one that has run out ended yesterday.
    done("openssl", "x509", "-req", "-in", base + ".csr", "-CA", ca, "-CAkey", ca + ".key", "-days", str(max(days, -1)),
         "-set_serial", "0x41" + os.urandom(8).hex(), "-out", base + ".pem")
    done("openssl", "pkcs12", "-export", "-in", base + ".pem", "-inkey", base + ".key", "-certfile", ca,
         "-passout", "pass:" + WORD, "-out", base + ".p12")
    return base + ".p12"


def install(authority, folder, name, days, nss):
    """The same, in a store; its ID."""
    path = forge(authority, folder, name, days)
    done("pk12util", "-i", path, "-d", "sql:" + nss, "-W", WORD)
    return id_of(pem_of(path))


def pem_of(path):
    """What the PKCS#12 was made of."""
    with open(path[:-4] + ".pem") as file:
        return file.read()


def to_der(pem):
    return base64.b64decode(re.search("-----BEGIN CERTIFICATE-----(.*?)-----END", pem, re.S).group(1))


def id_of(pem):
    return hashlib.sha256(to_der(pem)).hexdigest()


def install_twins(pem, folder, nss):
    """Two certificates whose IDs begin with the same eight characters; serial numbers are tried until two do.  Their
    signatures are worth nothing, which nobody minds who only lists them."""
    der = to_der(pem)
    serial = bytes.fromhex(command_serial(pem, folder))
    at = der.index(serial) + len(serial) - 6
    met = {}
    for number in range(1 << 20):
        changed = der[:at] + number.to_bytes(6, "big") + der[at + 6:]
        prefix = hashlib.sha256(changed).digest()[:4]
        if prefix in met:
            twins = (met[prefix], changed)
            break
        met[prefix] = changed
    for which, one in enumerate(twins):
        path = os.path.join(folder, "twin-%d.pem" % which)
        write(path, "-----BEGIN CERTIFICATE-----\n%s-----END CERTIFICATE-----\n" % base64.encodebytes(one).decode())
        done("certutil", "-A", "-d", "sql:" + nss, "-n", "twin", "-t", ",,", "-i", path)
    return [hashlib.sha256(one).hexdigest() for one in twins]


def command_serial(pem, folder):
    path = write(os.path.join(folder, "serial.pem"), pem)
    return done("openssl", "x509", "-in", path, "-noout", "-serial").strip().split("=")[1]
