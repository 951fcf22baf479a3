#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fetches Debian's source packages, verified by apt against Debian's own keys, and unpacks them with Debian's patches:
#
#   sh data/package/windows/sources.sh WORK NAME…
#
# leaves WORK/NAME for each of them, and WORK/versions.  It needs no root and changes nothing of the system's apt.
# Some mirrors lack a source package, or parts of one.  So each is looked for whole in this release and in the next
# ones, and then as what its authors released, without Debian's patches.
set -eu

work=$1
shift
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)

# Where the system has its programs from, it has their sources from: PLACE SUITE COMPONENT ORIGIN
# shellcheck disable=SC2016
places=$(apt-get indextargets 'Created-By: Packages' --format '$(REPO_URI) $(RELEASE) $(COMPONENT) $(ORIGIN)')

# A view of what there is in SUITE, or in this release with all that was repaired in it.  A mirror that stands still has
# lists that are out of date, and still Debian's: their signatures are checked all the same.
view()
{
  folder=$work/apt/$1
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial" "$folder/parts"
  cat >"$folder/apt.conf" <<END
Dir::State::Lists "$folder/lists";
Dir::Etc::SourceList "$folder/sources.list";
Dir::Etc::SourceParts "$folder/parts";
Dir::Cache "$folder/cache";
APT::Sandbox::User "$(id -un)";
Acquire::Retries "3";
Acquire::Check-Valid-Until "false";
END
  echo "$places" | while read -r place suite component origin; do
    case $1:$suite:${origin:-Debian} in
    "$release:$release"*:Debian) echo "deb-src [signed-by=$keyring] $place $suite $component" ;;
    *":$release:Debian") echo "deb-src [signed-by=$keyring] $place $1 $component" ;;
    esac
  done | sort -u >"$folder/sources.list"
  APT_CONFIG="$folder/apt.conf" apt-get update -q
}

# download SUITE OPTION… NAME
download()
{
  config=$work/apt/$1/apt.conf
  shift
  rm -rf "$work/fetched"
  mkdir "$work/fetched"
  (cd "$work/fetched" && APT_CONFIG="$config" apt-get source -q --download-only "$@")
}

# whole NAME SUITE: with Debian's patches
whole()
{
  download "$2" "$1" || return 1
  dpkg-source --no-check -x "$work/fetched/"*.dsc "$work/$1"
  echo "$1 $(sed -n 's/^Version: //p' "$work/fetched/"*.dsc)" >>"$work/versions"
}

# bare NAME SUITE: as its authors released it
bare()
{
  download "$2" --tar-only "$1" || true
  for archive in "$work/fetched/$1"_*.orig.tar.[bgx]z*; do
    case $archive in
    *.asc | *"[bgx]z*") continue ;;
    esac
    mkdir "$work/$1"
    tar -xf "$archive" -C "$work/$1" --strip-components=1
    version=${archive##*_}
    echo "$1 ${version%.orig.tar.*} (without Debian's patches)" >>"$work/versions"
    return 0
  done
  return 1
}

fetch()
{
  whole "$1" "$release" && return 0
  # A release of OpenSSL's stable branch is made of repairs alone, and the next Debian has another branch.
  if [ "$1" = openssl ] && bare "$1" "$release"; then
    return 0
  fi
  for suite in $newer; do
    whole "$1" "$suite" && return 0
  done
  for suite in $release $newer; do
    bare "$1" "$suite" && return 0
  done
  return 1
}

newer='trixie sid'
mkdir -p "$work"
: >"$work/versions"
for suite in $release $newer; do
  view "$suite" || echo "The sources of $suite cannot be looked at."
done
for package; do
  if ! fetch "$package"; then
    echo "The source of $package cannot be had." >&2
    exit 1
  fi
done
rm -rf "$work/apt" "$work/fetched"
