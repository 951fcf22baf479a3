#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every C file is as clang-format 14 leaves it; another version has other opinions.
#
#   sh clang_format.sh ROOT
set -eu

cd "$1"
if ! command -v clang-format-14 >/dev/null; then
  echo "clang-format-14 is not installed"
  exit 77
fi
find src include tests -name '*.[ch]' -exec clang-format-14 --dry-run -Werror {} +
