#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The desktop's entries are valid, every name in them is there in Japanese, and what they start is in their folder.
# The icons that they name are there, and the pictures are what their SVGs make.
#
#   sh entries.sh ROOT
set -eu

root=$1
cd "$root/data"
if ! command -v desktop-file-validate >/dev/null; then
  echo "desktop-file-validate is not installed"
  exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0

# complain WHAT
complain()
{
  echo "$1"
  status=1
}

for source in desktop/*.desktop.in; do
  entry=$scratch/$(basename "$source" .in)
  sed 's,@bindir@,/usr/bin,' "$source" >"$entry"
  # It warns of nothing without telling it.
  said=$(desktop-file-validate "$entry" 2>&1) || complain "$source is not valid"
  [ -z "$said" ] || complain "$said"
  for key in Name GenericName Comment Keywords; do
    plain=$(grep -c "^$key=" "$entry" || true)
    japanese=$(grep -c "^$key\[ja\]=" "$entry" || true)
    [ "$plain" = "$japanese" ] || complain "$source: $key is there $plain times, and $japanese times in Japanese"
  done
  icon=$(sed -n 's/^Icon=//p' "$entry")
  [ -f "icons/hicolor/scalable/apps/$icon.svg" ] || complain "$source: there is no icon $icon"
done

# As the bus wants its services: the file is called like the name.
for source in desktop/*.service.in; do
  name=$(sed -n 's/^Name=//p' "$source")
  [ "desktop/$name.service.in" = "$source" ] || complain "$source is the service of $name"
done

if command -v rsvg-convert >/dev/null; then
  sh icons/make --check || complain "some pictures are not of their SVGs; data/icons/make draws them"
else
  echo "rsvg-convert is not installed"
fi
exit "$status"
