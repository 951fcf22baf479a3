# SPDX-License-Identifier: Apache-2.0
"""The profiles that are shipped: every key is one that is read, every file they name is there and goes along, and what
they pin is what it says.  A typing error in a key would otherwise go unnoticed: an unknown one is passed over.

    profiles.py ROOT
"""
import glob
import os
import re
import ssl
import subprocess
import sys

FREE = {"Hosts"}  # whose keys are names
ENDPOINTS = {"Base", "Renew", "Download", "Revoke", "Root"}
NEEDED = {"Profile": {"Id", "Name", "Provider", "IssuerCommonName", "SubjectCommonName"}, "Endpoints": {"Base"}}


def keys_read(root):
    """What src/base asks for by name."""
    words = set()
    for path in glob.glob(os.path.join(root, "src", "base", "profile*.c")):
        with open(path, encoding="utf-8") as file:
            words |= set(re.findall(r'"([A-Z][A-Za-z0-9]*)"', file.read()))
    return words


def parse(path):
    """GKeyFile's own way: no blanks round the =, remarks on lines of their own."""
    groups, group = {}, None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            found = re.fullmatch(r"\[(\w+)\]", line)
            if found:
                group = groups.setdefault(found.group(1), {})
                continue
            found = re.fullmatch(r"([\w.-]+)=(\S.*\S|\S|)", line)
            if not found or group is None:
                yield number, f"not Key=value: {line}"
            elif found.group(1) in group:
                yield number, f"{found.group(1)} twice"
            else:
                group[found.group(1)] = (number, found.group(2))
    yield 0, groups


def check_anchors(path):
    with open(path, encoding="utf-8") as file:
        blocks = re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", file.read(), re.S)
    if not blocks:
        yield f"{path}: holds no certificate"
    seen = set()
    for block in blocks:
        der = ssl.PEM_cert_to_DER_cert(block)
        if der in seen:
            yield f"{path}: one certificate twice"
        seen.add(der)
        told = subprocess.run(["openssl", "x509", "-noout", "-subject", "-ext", "basicConstraints"], input=block, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if told.returncode != 0 or "CA:TRUE" not in told.stdout:
            yield f"{path}: not a CA's certificate: {told.stdout.strip()}"


def check(path, known):
    folder = os.path.dirname(path)
    *complaints, (_, groups) = parse(path)
    for number, what in complaints:
        yield f"{path}:{number}: {what}"
    for group, entries in groups.items():
        if group not in known and group not in FREE:
            yield f"{path}: nobody reads [{group}]"
        for key, (number, _) in entries.items():
            if group not in FREE and key not in (ENDPOINTS if group == "Endpoints" else known):
                yield f"{path}:{number}: nobody reads {key}"
    for group, keys in NEEDED.items():
        for key in sorted(keys - set(groups.get(group, {}))):
            yield f"{path}: no {key} in [{group}]"

    def value(group, key, default=""):
        return groups.get(group, {}).get(key, (0, default))[1]

    if value("Profile", "Id") + ".profile" != os.path.basename(path):
        yield f"{path}: is not called as its Id"
    days = [int(day) for day in value("Notices", "Days", "1").split(";") if day]
    if days != sorted(set(days), reverse=True):
        yield f"{path}: the days of the notices do not go down"
    for pin in value("Trust", "RootSha256").split(";"):
        if pin and not re.fullmatch(r"[0-9A-F]{64}", pin):
            yield f"{path}: {pin} is no fingerprint"
    for key, (number, text) in groups.get("Labels", {}).items():
        words = [word for word in text.split(";") if word]
        if len(words) != len(set(words)):
            yield f"{path}:{number}: {key} names one label twice"
    anchors = value("Trust", "CaFile")
    if anchors:
        if os.path.exists(os.path.join(folder, anchors)):
            yield from check_anchors(os.path.join(folder, anchors))
        else:
            yield f"{path}: there is no {anchors}"
    elif value("Profile", "Provider") == "mpki":
        yield f"{path}: names no anchors, so that anything the system trusts would be"


def main(root):
    os.chdir(root)
    known = keys_read(root)
    paths = sorted(glob.glob("data/profiles/*.profile"))
    offences = [offence for path in paths for offence in check(path, known)]

    there = {os.path.basename(path) for path in paths + glob.glob("data/profiles/*.pem")}
    with open("data/profiles/meson.build", encoding="utf-8") as file:
        built_in, installed = (set(re.findall(r"'([\w.-]+\.(?:profile|pem))'", part))
                               for part in file.read().split("install_data", 1))
    offences += [f"data/profiles/{name}: is not built in" for name in sorted(there - built_in)]
    offences += [f"data/profiles/{name}: is not installed" for name in sorted(there - installed)]

    print("\n".join(offences) or f"{len(paths)} profiles")
    return 1 if offences or not paths else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
