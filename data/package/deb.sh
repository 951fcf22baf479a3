#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes DIR and leaves the Debian packages in it:
#
#   sh data/package/deb.sh DIR
#
# kigen            the command line
# kigen-desktop    the resident agent and the windows
# kigen-rehearsal  the practice authority
#
# A desk wants all three: apt install ./DIR/*.deb
# The same source makes the same packages, byte by byte, on the same system.
set -eu
umask 022

if [ $# -ne 1 ] || [ -z "$1" ]; then
  echo "Usage: sh data/package/deb.sh DIR" >&2
  exit 2
fi
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
mkdir -p -- "$1"
target=$(CDPATH='' cd -- "$1" && pwd -P)

sh "$root/data/setup" --quiet package

scratch=$(mktemp -d "${TMPDIR:-/tmp}/kigen-deb.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM HUP
tree=$scratch/kigen
log=$scratch/log
mkdir "$tree"

# What a package is made of, as it is here: meson.build leaves the tests out where there are none.
(cd "$root" && tar -cf - --exclude='*.pyc' --exclude=__pycache__ --exclude=data/pictures meson.build LICENSE include src data) |
  tar -xf - -C "$tree"
cp -R "$tree/data/package/debian" "$tree/debian"

version=$(sed -n "s/^  version: '\(.*\)',$/\1/p" "$tree/meson.build")
told=$(dpkg-parsechangelog -l "$tree/debian/changelog" -S Version)
if [ "$told" != "$version" ]; then
  echo "data/package/debian/changelog begins with $told, and meson.build has $version" >&2
  exit 1
fi

# The day of the last change stands for the day of the build.
epoch=$(git -C "$root" log -1 --format=%ct 2>/dev/null) ||
  epoch=$(dpkg-parsechangelog -l "$tree/debian/changelog" -S Timestamp)

# Nobody's flags, languages or Python get into it.
if ! (cd "$tree" && env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$scratch" LC_ALL=C.UTF-8 TMPDIR="$scratch" \
  SOURCE_DATE_EPOCH="$epoch" DEB_BUILD_OPTIONS="nocheck noautodbgsym parallel=$(nproc)" \
  dpkg-buildpackage -b -us -uc) >"$log" 2>&1; then
  tail -n 60 "$log" >&2
  exit 1
fi
for package in "$scratch"/*.deb; do
  mv "$package" "$target/"
  printf '%s\n' "$target/${package##*/}"
done
