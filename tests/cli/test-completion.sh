#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The words that bash offers after `kigen`, and that the completion knows the commands, options and settings that the
# program has.
#
#   bash test-completion.sh ROOT KIGEN
set -u

root=$1
kigen=$2
library=/usr/share/bash-completion/bash_completion
if [ ! -r "$library" ]; then
  echo "bash-completion is not installed"
  exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export HOME=$scratch/home XDG_STATE_HOME=$scratch/state XDG_CONFIG_HOME=$scratch/config XDG_DATA_HOME=$scratch/data
export LC_ALL=C.UTF-8 LANGUAGE=
mkdir -p "$HOME" "$scratch/bin" "$scratch/here/folder"
touch "$scratch/here/a file.p12"
cd "$scratch/here" || exit 1

# shellcheck source=/dev/null
set +u && . "$library" && set -u
# shellcheck source=/dev/null
. "$root/data/completion/kigen"
# Outside of a completion there is none to set options for.
# shellcheck disable=SC2317 # what was read in calls it
compopt()
{
  :
}

failures=0

one_line()
{
  [ $# -eq 0 ] || printf '%s\n' "$@" | LC_ALL=C sort | tr '\n' '|'
}

# Reads a line as bash does, the cursor at its end, and puts what is offered, sorted, into `offered`.
offer()
{
  COMP_LINE=$1
  COMP_POINT=${#COMP_LINE}
  COMP_TYPE=9
  COMP_KEY=9
  local spaced=${COMP_LINE//=/ = }
  spaced=${spaced//:/ : }
  read -r -a COMP_WORDS <<<"$spaced"
  [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  COMPREPLY=()
  set +u
  "${function:-_kigen}"
  set -u
  offered=$(one_line "${COMPREPLY[@]}")
}

# expect LINE WORD...: exactly these are offered, in any order.
expect()
{
  local line=$1 wanted
  shift
  wanted=$(one_line "$@")
  offer "$line"
  if [ "$offered" != "$wanted" ]; then
    echo "$line: $offered instead of $wanted"
    failures=$((failures + 1))
  fi
}

common=(--profile --store --state --store-password-file --json --verbose --help --version)
ids=(0123456789abcdef fedcba9876543210)

# A program in the place of kigen, that remembers what it was asked for.
cat >"$scratch/bin/kigen" <<END
#!/bin/sh
printf '%s\n' "\$*" >"$scratch/asked"
printf '[\n  {\n    "id" : "%s",\n    "serial" : "12345678"\n  },\n  {\n    "id" : "%s"\n  }\n]\n' ${ids[*]}
END
chmod +x "$scratch/bin/kigen"
PATH=$scratch/bin:$PATH

expect 'kigen re' renew resume restore rehearse
expect 'kigen no' notices
expect 'kigen doctor --r' --report
expect 'kigen help res' resume restore
expect 'kigen --json s' scan status settings
expect 'kigen list '
expect 'kigen list -' "${common[@]}"
expect 'kigen renew -' --yes --early --password-file --backup --old "${common[@]}"
expect 'kigen resume --e'
expect 'kigen delete --f' --force
expect 'kigen history --i' --ids
expect 'kigen renew --old ' keep delete
expect 'kigen renew --old=d' delete
expect 'kigen renew ' 01234567 fedcba98
expect 'kigen renew fe' fedcba98
expect 'kigen renew 01234567 '
expect 'kigen backup 01234567 ' 'a file.p12' folder
expect 'kigen check a' 'a file.p12'
expect 'kigen --state ' folder
expect 'kigen list --profile o' obn orca
expect 'kigen list --profile=f' folder
expect 'kigen list --store n' nss:
expect 'kigen list --store=nss:f' folder
expect 'kigen notices --at 2026'
expect 'kigen settings Backup.' Backup.Folder Backup.Format
expect 'kigen settings Backup.Format l' legacy
expect 'kigen settings Helper.Name '

# Places that were named are looked into.
expect 'kigen --store nss:/one --state=/two renew --yes --backup three f' fedcba98
read -r asked <"$scratch/asked"
if [ "$asked" != '--store nss:/one --state /two list --json' ]; then
  echo "asked for IDs with: $asked"
  failures=$((failures + 1))
fi

function=_kigen_desktop
expect 'kigen-dialog re' renew restore
expect 'kigen-dialog --st' --state --store
expect 'kigen-agent '
expect 'kigen-agent --profile o' obn orca
expect 'kigen-agent --v' --verbose
function=_kigen

# What the completion knows, against what the program's help tells.
options_of()
{
  "$kigen" "$@" --help | sed -n 's/^  \(-., \)\{0,1\}\(--[a-z-]*\).*/\2/p'
}

mapfile -t commands < <("$kigen" --help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p' | grep -v '^kigen$')
expect 'kigen ' help "${commands[@]}"
for command in "${commands[@]}"; do
  mapfile -t options < <(options_of "$command")
  expect "kigen $command --" "${options[@]}"
done
mapfile -t settings < <("$kigen" settings | sed -n 's/^\([A-Z][A-Za-z.]*\)=.*/\1/p')
expect 'kigen settings ' "${settings[@]}"

[ "${#commands[@]}" -gt 10 ] && [ "${#settings[@]}" -gt 5 ] || failures=$((failures + 1))
echo "${#commands[@]} commands, ${#settings[@]} settings, $failures failures"
exit $((failures > 0))
