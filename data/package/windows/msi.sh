#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the installer of what lies in DIR, and leaves it there:
#
#   sh data/package/windows/msi.sh DIR ICON [VERSION]
#
# VERSION is the project's own, unless a test of upgrades asks for another.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$(CDPATH='' cd -- "$here/../../.." && pwd -P)
target=$(CDPATH='' cd -- "$1" && pwd -P)
icon=$2
version=${3:-$(sed -n "s/^  version: '\(.*\)',$/\1/p" "$root/meson.build")}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/kigen-msi.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
msi=$scratch/kigen.msi

# Japanese is not for wixl: it writes a database without a code page.
menu='Kigen 証明書の更新'
comments='電子証明書の有効期限をお知らせし、更新します。'
newer='新しいバージョンの Kigen がすでに入っています。'
system='Kigen には 64 ビット版の Windows 10 または 11 が必要です。'

# The same version is the same product, whoever builds it.
product=$(/usr/bin/python3 -c '
import sys, uuid
print(str(uuid.uuid5(uuid.UUID("6e0b7b6c-0d0c-4f0e-9d37-3d0d6e7a5c11"), sys.argv[1])).upper())' "$version")

licences=
for file in "$target"/licences/*; do
  name=${file##*/}
  id=licence_$(printf '%s' "$name" | tr -c 'A-Za-z0-9\n' '_')
  licences="$licences<File Id=\"$id\" Name=\"$name\" Source=\"licences/$name\"/>"
done
sed "s|@LICENCES@|$licences|" "$here/kigen.wxs" >"$scratch/kigen.wxs"
# wixl takes names within its folder alone.
cp -R "$target"/*.exe "$target/locale" "$target/licences" "$scratch/"
cp "$icon" "$scratch/kigen.ico"
(cd "$scratch" && wixl -a x64 -D Version="$version" -D ProductCode="$product" -o "$msi" kigen.wxs)

# table NAME: one of the database's, to be changed and put back
table()
{
  msiinfo export "$msi" "$1" >"$scratch/$1.idt"
}

# Now it gets one, and with it the tables that have Japanese in them.
printf '\r\n\r\n65001\t_ForceCodepage\r\n' >"$scratch/_ForceCodepage.idt"
for name in LaunchCondition Property Shortcut; do
  table "$name"
  sed -i "s|@MENU@|$menu|g; s|@COMMENTS@|$comments|g; s|@NEWER@|$newer|g; s|@SYSTEM@|$system|g" "$scratch/$name.idt"
done
# What an ordinary user says is heard by the part that installs.
sed -i 's/^\(SecureCustomProperties\t[^\r]*\)/\1;HELPERNAME;HELPERTELEPHONE;NOTICESHOUR;BACKUPFOLDER/' "$scratch/Property.idt"
# Programs that lie in a folder of the product (34), whose failure is none (64) and who need not be waited for (128).
table CustomAction
printf 'EndAgent\t98\tINSTALLFOLDER\t"[INSTALLFOLDER]kigen-agent.exe" --quit\t\r\n' >>"$scratch/CustomAction.idt"
printf 'StartAgent\t226\tINSTALLFOLDER\t"[INSTALLFOLDER]kigen-agent.exe"\t\r\n' >>"$scratch/CustomAction.idt"
# The old version goes first, within the same transaction: later it would take along what the new one has put there.
table InstallExecuteSequence
sed -i 's/^\(RemoveExistingProducts\t[^\t]*\t\)[0-9]*/\11501/' "$scratch/InstallExecuteSequence.idt"
for name in _ForceCodepage LaunchCondition Property Shortcut CustomAction InstallExecuteSequence; do
  msibuild "$msi" -i "$scratch/$name.idt"
done
# Another package of the same version is another package.
package=$(cat "$target"/*.exe "$here/kigen.wxs" "$here/msi.sh" | sha256sum | sed 's/^\(.\{8\}\)\(.\{4\}\).\(.\{3\}\).\(.\{3\}\)\(.\{12\}\).*/{\1-\2-4\3-8\4-\5}/' | tr a-f A-F)
msibuild "$msi" -s "Kigen $version" Kigen 'x64;1041' "$package"
mv "$msi" "$target/Kigen-$version-x64.msi"
printf '%s\n' "$target/Kigen-$version-x64.msi"
