#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes DIR and leaves Kigen for Windows in it, built here on Debian:
#
#   sh data/package/windows.sh DIR
#
# kigen.exe kigen-agent.exe kigen-dialog.exe   the programs, with locale beside them for Japanese
# Kigen-VERSION-x64.msi                        the package that installs them
# licences                                     what they are made of, with versions
#
# They need nothing but Windows 10 or 11 (64 bits).  The libraries inside are built once and kept in .cache/windows,
# or where KIGEN_CACHE says.  KIGEN_CROSS names a further cross file for meson: how a program for Windows can be tried
# here, for tests/run.
set -eu
umask 022

if [ $# -ne 1 ] || [ -z "$1" ]; then
  echo "Usage: sh data/package/windows.sh DIR" >&2
  exit 2
fi
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
mkdir -p -- "$1"
target=$(CDPATH='' cd -- "$1" && pwd -P)
cache=${KIGEN_CACHE:-$root/.cache}

sh "$root/data/setup" --quiet windows
# Nobody's flags, languages or Python get into it.
if [ "${KIGEN_WINDOWS:-}" != alone ]; then
  exec env -i KIGEN_WINDOWS=alone PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$HOME" LC_ALL=C.UTF-8 \
    KIGEN_CACHE="${KIGEN_CACHE:-}" KIGEN_CROSS="${KIGEN_CROSS:-}" TMPDIR="${TMPDIR:-/tmp}" sh "$0" "$target"
fi

sysroot=$(sh "$root/data/package/windows/sysroot.sh" "$cache/windows")
log=$cache/windows-build.log
build=$cache/windows-build

# The folder of a former recipe is no use.
recipe="$sysroot ${KIGEN_CROSS:-}"
if [ "$(cat "$build.recipe" 2>/dev/null)" != "$recipe" ]; then
  rm -rf "$build"
fi
printf '%s\n' "$recipe" >"$build.recipe"
if ! {
  [ -e "$build/build.ninja" ] ||
    /usr/bin/meson setup --cross-file "$sysroot/cross.ini" ${KIGEN_CROSS:+--cross-file "$KIGEN_CROSS"} \
      --fatal-meson-warnings -Dbuildtype=release -Doptimization=s -Dprefer_static=true -Dwerror=true "$build" "$root"
} >"$log" 2>&1 || ! ninja -C "$build" >>"$log" 2>&1; then
  tail -n 60 "$log" >&2
  exit 1
fi

for program in kigen kigen-agent kigen-dialog; do
  x86_64-w64-mingw32-strip -o "$target/$program.exe" "$build/src/$program.exe"
  printf '%s\n' "$target/$program.exe"
done
mkdir -p "$target/locale/ja/LC_MESSAGES"
cp "$build/data/po/ja/LC_MESSAGES/kigen.mo" "$target/locale/ja/LC_MESSAGES/"
rm -rf "$target/licences"
cp -R "$sysroot/licences" "$target/licences"
cp "$root/LICENSE" "$target/licences/Kigen.txt"
sh "$root/data/package/windows/msi.sh" "$target" "$build/data/icons/org.kigen.Agent.ico"
