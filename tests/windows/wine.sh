#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs a program for Windows under Wine, in a Windows of its own that lies in PREFIX and is made when it is missing.
#
#   sh wine.sh PREFIX PROGRAM [WORD…]      its exit status is the program's
#   sh wine.sh PREFIX --cross-file         prints what meson is to know so that it runs programs this way
#   sh wine.sh PREFIX --make               makes that Windows
#   sh wine.sh PREFIX --end                ends all that is still running in it
set -eu

prefix=$1
shift

# Nobody's desktop or language, no questions about Mono and Gecko, and the time of the desks' own country.  Without a
# console GLib takes the charset from LANG; Wine's word that there is none is another than Windows'.
WINEPREFIX=$prefix
WINEARCH=win64
WINEDEBUG=-all
WINEDLLOVERRIDES='mscoree,mshtml='
HOME=$prefix
TZ=JST-9
LANG=C.UTF-8
export WINEPREFIX WINEARCH WINEDEBUG WINEDLLOVERRIDES HOME TZ LANG

cross_file()
{
  script=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)/wine.sh
  printf "[binaries]\nexe_wrapper = ['/bin/sh', '%s', '%s']\n" "$script" "$prefix"
}

# The first one makes it, the others wait for that.  What wine says of its 32-bit half is no news.
make_prefix()
{
  mkdir -p "$prefix"
  (
    flock 9
    [ ! -e "$prefix/made" ] || exit 0
    if wine winecfg -v win10 >"$prefix/made.log" 2>&1 9>&- && wineserver -w 9>&-; then
      : >"$prefix/made"
    else
      cat "$prefix/made.log" >&2
      exit 1
    fi
  ) 9>"$prefix/lock"
}

# Several programs at once must not each start a server of their own; it goes by itself when nothing is left to serve.
keep_server()
{
  (flock 9 && wineserver --persistent=30 9>&-) 9>"$prefix/lock" >/dev/null 2>&1 || true
}

# Into files first: the first program starts Wine's own services, which would keep a pipe open after its end.
run()
{
  said=$(mktemp -d)
  trap 'cat "$said/output"; cat "$said/errors" >&2; rm -rf "$said"' EXIT
  trap 'exit 143' TERM INT HUP
  for try in 1 2 3; do
    status=0
    wine "$@" >"$said/output" 2>"$said/errors" || status=$?
    # Now and then Wine itself ends with 1 before a program begins, without a word.  A test always says something.
    if [ "$status" -ne 1 ] || [ -s "$said/output" ] || [ -s "$said/errors" ]; then
      break
    fi
    echo "Wine did not start the program ($try)." >"$said/silent"
  done
  [ ! -e "$said/silent" ] || cat "$said/silent" >>"$said/errors"
  return "$status"
}

case ${1:-} in
--cross-file) cross_file ;;
--make) make_prefix ;;
--end) [ ! -d "$prefix" ] || wineserver -k || true ;;
*)
  [ -e "$prefix/made" ] || make_prefix
  keep_server
  run "$@"
  ;;
esac
