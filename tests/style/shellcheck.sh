#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every script: what ends in .sh, what completes words in bash, and what begins with #!/bin/sh.
#
#   sh shellcheck.sh ROOT
set -eu

cd "$1"
if ! command -v shellcheck >/dev/null; then
  echo "shellcheck is not installed"
  exit 77
fi

# What is built or cached is not ours.
scripts()
{
  find . \( -path './.git' -o -path './.cache' -o -path './build*' \) -prune -o -type f -print |
    while IFS= read -r file; do
      case $file in
      *.sh | ./data/completion/*) printf '%s\n' "$file" ;;
      *)
        if IFS= read -r line <"$file" 2>/dev/null; then
          case $line in
          '#!/bin/sh'*) printf '%s\n' "$file" ;;
          esac
        fi
        ;;
      esac
    done
}

list=$(scripts)
status=0
while IFS= read -r file; do
  shellcheck --severity=style "$file" || status=1
done <<END
$list
END
printf '%s\n' "$list" | wc -l | sed 's/$/ scripts/'
exit "$status"
