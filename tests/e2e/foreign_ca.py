# SPDX-License-Identifier: Apache-2.0
"""The foreign authority's keys and certificates, all made by the openssl command: what it issues is openssl's idea of a
PKCS#12 and not ours."""
import datetime
import json
import os
import subprocess
import threading

FIRST_PASSWORD = "1234"
SUBJECT = "/C=JP/O=ReceiptOnline/OU=hokkaido/OU=medical/CN=0110119153"
OTHER_SUBJECT = "/C=JP/O=ReceiptOnline/OU=hokkaido/OU=medical/CN=0110119161"
CA_SUBJECT = "/C=JP/O=Online Billing NW/CN=Online Billing NW Common Root CA - G1"
STRANGER_SUBJECT = "/C=JP/O=Somebody/CN=Online Billing NW Common Root CA - G1"

CONFIG = """
[ca]
default_ca = authority
[authority]
database = %(place)s/index.txt
new_certs_dir = %(place)s/issued
certificate = %(place)s/ca.pem
private_key = %(place)s/ca.key
rand_serial = yes
unique_subject = no
email_in_dn = no
default_md = sha256
policy = anything
x509_extensions = client
[anything]
C = optional
O = optional
OU = optional
CN = supplied
[client]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost,IP:127.0.0.1
authorityKeyIdentifier = keyid
[req]
distinguished_name = nothing
[nothing]
"""

# Wine takes one in a hundred signatures by ECDSA for wrong, those with a short number in them.
TLS_KEY = ("-algorithm", "RSA") if os.environ.get("KIGEN_TEST_WINDOWS") else \
    ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")


def openssl(*arguments, text=None):
    done = subprocess.run(("openssl",) + arguments, input=text, stdin=None if text else subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise RuntimeError("openssl %s: %s" % (arguments[0], done.stderr.decode(errors="replace")))
    return done.stdout


def utc(moment):
    return moment.strftime("%Y%m%d%H%M%SZ")


def after_years(moment, years, months):
    """The same day so many years and months later, or that month's last day."""
    count = moment.year * 12 + moment.month - 1 + years * 12 + months
    year, month = divmod(count, 12)
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return moment.replace(year=year, month=month + 1)


class Issuer:
    """One root with its folder: it makes keys and certificates and packs them."""

    def __init__(self, place, subject, key_type="rsa"):
        self.place, self.key_type = place, key_type
        self.lock = threading.Lock()
        self.config = os.path.join(place, "openssl.cnf")
        self.root = os.path.join(place, "ca.pem")
        if not os.path.exists(self.root):
            self.found(subject)

    def found(self, subject):
        os.makedirs(os.path.join(self.place, "issued"), exist_ok=True)
        with open(self.config, "w", encoding="ascii") as config:
            config.write(CONFIG % {"place": self.place})
        with open(os.path.join(self.place, "index.txt"), "w", encoding="ascii"):
            pass
        key = os.path.join(self.place, "ca.key")
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key)
        openssl("req", "-x509", "-new", "-key", key, "-subj", subject, "-days", "7300", "-config", self.config,
                "-extensions", "root", "-out", self.root)

    def key(self, path):
        kind = ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
        if self.key_type == "ec":
            kind = ["EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-pkeyopt", "ec_param_enc:named_curve"]
        openssl("genpkey", "-algorithm", *kind, "-out", path)

    def issue(self, name, subject, begin, end):
        """A new key and its certificate as NAME.key and NAME.pem; the serial in upper-case hexadecimal."""
        stem = os.path.join(self.place, name)
        self.key(stem + ".key")
        openssl("req", "-new", "-key", stem + ".key", "-subj", subject, "-config", self.config, "-out", stem + ".csr")
        with self.lock:
            openssl("ca", "-batch", "-notext", "-config", self.config, "-in", stem + ".csr", "-subj", subject,
                    "-startdate", utc(begin), "-enddate", utc(end), "-out", stem + ".pem")
        return self.serial(name)

    def renew(self, name, subject=SUBJECT):
        now = datetime.datetime.now(datetime.timezone.utc)
        return self.issue(name, subject, now - datetime.timedelta(seconds=1), after_years(now, 3, 3))

    def serial(self, name):
        told = openssl("x509", "-noout", "-serial", "-in", os.path.join(self.place, name + ".pem"))
        return told.decode().strip().split("=", 1)[1].upper()

    def pack(self, name, password, keyless=False):
        """The PKCS#12, its chain included."""
        stem = os.path.join(self.place, name)
        friendly = "cn=%s,ou=medical,ou=hokkaido,o=ReceiptOnline,c=JP" % SUBJECT.rsplit("=", 1)[1]
        own = ["-nokeys"] if keyless else ["-inkey", stem + ".key", "-name", friendly]
        return openssl("pkcs12", "-export", "-in", stem + ".pem", "-certfile", self.root, *own,
                       "-passout", "pass:" + password)

    def fingerprint(self):
        told = openssl("x509", "-noout", "-fingerprint", "-sha256", "-in", self.root).decode()
        return told.strip().split("=", 1)[1].replace(":", "")


def make_server_certificate(place):
    """The TLS side, of another root than the clients': (anchor, chain, key)."""
    anchor, chain, key = (os.path.join(place, name) for name in ("tls-anchor.pem", "tls-chain.pem", "tls.key"))
    if os.path.exists(chain):
        return anchor, chain, key
    config = os.path.join(place, "tls.cnf")
    with open(config, "w", encoding="ascii") as file:
        file.write(CONFIG % {"place": place})
    root_key, request = os.path.join(place, "tls-root.key"), os.path.join(place, "tls.csr")
    for path in (root_key, key):
        openssl("genpkey", *TLS_KEY, "-out", path)
    openssl("req", "-x509", "-new", "-key", root_key, "-subj", "/C=JP/CN=Somebody's Web Root 7", "-days", "3650",
            "-config", config, "-extensions", "root", "-out", anchor)
    openssl("req", "-new", "-key", key, "-subj", "/CN=localhost", "-config", config, "-out", request)
    openssl("x509", "-req", "-in", request, "-CA", anchor, "-CAkey", root_key, "-days", "300", "-extfile", config,
            "-extensions", "server", "-out", chain)
    return anchor, chain, key


def make_first(issuer, folder, days_left):
    """client.p12: a certificate that began long ago and ends in some days; its serial."""
    path = os.path.join(folder, "client.p12")
    if not os.path.exists(path):
        now = datetime.datetime.now(datetime.timezone.utc)
        # A few minutes more, so that "7 days left" is still true when somebody looks a moment later.
        end = now + datetime.timedelta(days=days_left, minutes=10 if days_left >= 0 else 0)
        issuer.issue("first", SUBJECT, after_years(end, -4, 9), end)
        with open(path, "wb") as file:
            file.write(issuer.pack("first", FIRST_PASSWORD))
        with open(issuer.root, "rb") as root, open(os.path.join(folder, "ca.pem"), "wb") as copy:
            copy.write(root.read())
        with open(os.path.join(folder, "ids.json"), "w", encoding="ascii") as file:
            json.dump({"request_id": "202101210700042", "reference_id": "FPwNiG5g4r"}, file)
    return issuer.serial("first")
