#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The manual pages say what they mean to any formatter.
#
#   sh man_pages.sh ROOT
set -eu

cd "$1"
if ! command -v mandoc >/dev/null; then
  echo "mandoc is not installed"
  exit 77
fi
if [ ! -d data/man ]; then
  echo "there is no manual yet"
  exit 77
fi
status=0
find data/man -name '*.[1-9]' -print | LC_ALL=C sort | {
  while IFS= read -r page; do
    mandoc -Tlint -W warning "$page" || status=1
  done
  exit "$status"
}
