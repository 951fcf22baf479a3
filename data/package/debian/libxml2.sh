#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes a package that also runs where there is a newer libxml2 than here: since 2.14 (Ubuntu 26.04, Debian after 13) it
# goes by another name and is not compatible, so that a program that was linked before does not start there.  An older
# libxml2 therefore goes into the programs, as Debian's own archive of it has it.
#
#   sh libxml2.sh FOLDER
#
# Leaves in FOLDER what pkg-config should say of libxml2, if anything, and in FOLDER/sources what went into the programs.
set -eu

folder=$1
mkdir -p "$folder"
: >"$folder/sources"
version=$(pkg-config --modversion libxml-2.0)
if dpkg --compare-versions "$version" ge 2.14; then
  exit 0
fi

libraries=$(pkg-config --variable=libdir libxml-2.0)
# That archive wants ICU for encodings that are not its own.  Kigen turns every page into UTF-8 before, so there is a
# place-holder for ICU that knows none.  ICU's names end in its version.
names=
for symbol in $(nm "$libraries/libxml2.a" 2>/dev/null | sed -n 's/^ *U \(ucnv_.*\|UCNV_.*\)$/\1/p' | sort -u); do
  names="$names -D${symbol%_*}=$symbol"
done
# shellcheck disable=SC2086
gcc -O2 -fPIE -Wall -Werror $names -c -o "$folder/icu.o" "$(dirname -- "$0")/icu.c"

# Hidden, because a desktop's own parts may bring the shared one along into the same program.
cat >"$folder/libxml-2.0.pc" <<END
Name: libxml2
Description: as an archive
Version: $version
Libs: $libraries/libxml2.a $folder/icu.o $libraries/liblzma.a -lz -lm -Wl,--exclude-libs,libxml2.a:liblzma.a
Cflags: $(pkg-config --cflags libxml-2.0)
END

for package in libxml2-dev liblzma-dev; do
  # shellcheck disable=SC2016 # dpkg-query fills that in
  dpkg-query -W -f '${source:Package} (= ${source:Version}), ' $package
done >"$folder/sources"
