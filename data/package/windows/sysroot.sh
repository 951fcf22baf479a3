#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the libraries that Kigen for Windows is made of, static, from Debian's sources:
#
#   sh data/package/windows/sysroot.sh CACHE
#
# and prints the folder under CACHE that they lie in.  It is named by what this recipe says, so that it is made once.
# The folder holds include, lib, the cross file for meson, and licences with the versions of all that is inside.
set -eu
umask 022

mkdir -p -- "$1"
cache=$(CDPATH='' cd -- "$1" && pwd -P)
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
# Its own place is written into what it makes.
recipe=$( (cat "$here/sysroot.sh" "$here/sources.sh" && echo "$cache") | sha256sum | cut -c1-16)
prefix=$cache/sysroot-$recipe
log=$cache/sysroot.log

if [ -e "$prefix/licences/VERSIONS" ]; then
  printf '%s\n' "$prefix"
  exit 0
fi

host=x86_64-w64-mingw32
cc=$host-gcc-posix
jobs=$(nproc)
work=$cache/work
# A linker can leave out what is not called only where each function has a section of its own.
sections='-ffunction-sections -fdata-sections'
flags="-Os $sections -fstack-protector-strong -I$prefix/include"

say()
{
  printf '%s\n' "$1" >&2
}

# build NAME: its recipe below, in its source
build()
{
  say "  $1 …"
  # In a condition, nothing of it would end at what fails.
  set +e
  (
    set -e
    cd "$work/$1"
    "build_$2"
  ) >>"$log" 2>&1
  status=$?
  set -e
  if [ "$status" -ne 0 ]; then
    tail -n 40 "$log" >&2
    say "$1 could not be built; all of it is told in $log"
    exit 1
  fi
}

# configure OPTION…: a static library for Windows
configure()
{
  ./configure --host=$host --build="$(gcc -dumpmachine)" --prefix="$prefix" --libdir="$prefix/lib" \
    --disable-shared --enable-static CC=$cc CFLAGS="$flags" CPPFLAGS="-I$prefix/include" LDFLAGS="-L$prefix/lib" "$@"
}

# cross OPTION…: the same with meson
cross()
{
  rm -rf build
  # Debian's programs come first, because another python3 knows nothing of meson.
  env PKG_CONFIG_LIBDIR="$prefix/lib/pkgconfig" /usr/bin/meson setup build --cross-file "$prefix/cross.ini" \
    --prefix "$prefix" --libdir lib --buildtype minsize --wrap-mode nodownload -Ddefault_library=static "$@"
  ninja -C build install
}

build_libffi()
{
  configure --disable-docs --disable-exec-static-tramp
  make -j"$jobs" install
}

build_pcre2()
{
  configure --enable-jit=no --disable-pcre2grep-libz
  make -j"$jobs" install-libLTLIBRARIES install-includeHEADERS install-nodist_includeHEADERS install-pkgconfigDATA
}

# Nothing but what translates.
build_gettext()
{
  cd gettext-runtime
  configure --enable-threads=win32 --disable-java --disable-libasprintf --enable-relocatable
  make -C intl -j"$jobs" install
}

build_sqlite()
{
  mkdir -p native
  cd native
  ../configure --disable-tcl --disable-readline --disable-load-extension
  make sqlite3.c sqlite3.h
  # Time is left to the caller (kigen_state_set_patience), and nobody loads code into it.
  # shellcheck disable=SC2086
  $cc $flags -DSQLITE_THREADSAFE=1 -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_DQS=0 -DSQLITE_OMIT_DEPRECATED \
    -DSQLITE_ENABLE_API_ARMOR -c sqlite3.c -o sqlite3.o
  $host-ar rcs "$prefix/lib/libsqlite3.a" sqlite3.o
  cp sqlite3.h "$prefix/include/"
  cat >"$prefix/lib/pkgconfig/sqlite3.pc" <<END
Name: SQLite
Description: SQL database engine
Version: $(sed -n 's/^#define SQLITE_VERSION  *"\(.*\)"$/\1/p' sqlite3.h)
Libs: -L$prefix/lib -lsqlite3
Cflags: -I$prefix/include
END
}

build_libxml2()
{
  # Patches make what it was made of newer than it.
  autoreconf -fi
  configure --with-minimum --with-html --with-tree --with-sax1 --with-push --with-xpath --with-output \
    --with-threads=win32 --without-iconv --without-zlib --without-lzma --without-http --without-python
  make -j"$jobs" libxml2.la
  make install-libLTLIBRARIES install-pkgconfigDATA
  make -C include install
}

# Of the old ciphers only those that PKCS#12 files have.  A random file or a provider of others has no business here.
build_openssl()
{
  ./Configure mingw64 --cross-compile-prefix=$host- --prefix="$prefix" --libdir=lib \
    no-shared no-tests no-engine no-dso no-ssl3 no-comp no-aria no-bf no-camellia no-cast no-idea no-seed no-sm2 \
    no-sm4 no-gost no-whirlpool no-mdc2 no-rmd160 no-srp no-psk no-ct no-sctp no-srtp no-dtls no-cmp no-siphash no-ui-console \
    CC=gcc-posix CFLAGS="$flags -O2"
  make -j"$jobs" build_libs
  make install_dev
}

# Debian's last patches are not repairs: they make libcurl's of other names.
build_curl()
{
  for flavour in nss gnutls; do
    patch -R -p1 <"$(ls debian/patches/[0-9]*_$flavour.patch)"
  done
  # Patches make what it was made of newer than it.
  autoreconf -fi
  configure --with-schannel --enable-sspi --with-winidn --disable-pthreads --disable-ldap --disable-ldaps \
    --disable-rtsp --disable-dict --disable-telnet --disable-tftp --disable-pop3 --disable-imap --disable-smb \
    --disable-smtp --disable-gopher --disable-mqtt --disable-ftp --disable-file --disable-manual --disable-docs \
    --without-brotli --without-zstd --without-zlib --without-libpsl --without-nghttp2 --without-librtmp \
    --without-libssh2 --without-libidn2 --disable-alt-svc --disable-hsts --disable-unix-sockets
  make -C lib -j"$jobs" install
  make -C include install
  make install-pkgconfigDATA
}

# GIO would look through all programs of the machine, in a thread of its own, in each program that it is linked into.
build_glib()
{
  sed -i '/^  gio_win32_appinfo_init (FALSE);$/d' gio/giomodule.c
  cross -Dtests=false -Dglib_debug=disabled -Dxattr=false -Dlibmount=disabled -Dnls=enabled
}

# The next Debian's meson is asked for without need.
build_json_glib()
{
  sed -i "s/^\( *meson_version: '>= \)[0-9.]*'/\11.0.1'/" meson.build
  cross -Dintrospection=disabled -Ddocumentation=disabled -Dtests=false -Dconformance=false -Dnls=disabled
}

write_cross()
{
  # shellcheck disable=SC2086
  words=$(list $flags)
  cat >"$prefix/cross.ini" <<END
[binaries]
c = '$cc'
cpp = '$host-g++-posix'
ar = '$host-ar'
strip = '$host-strip'
windres = '$host-windres'
pkgconfig = '/usr/bin/pkg-config'

[built-in options]
c_args = [$words]
cpp_args = [$words]
c_link_args = ['-L$prefix/lib', '-static', '-fstack-protector-strong']
cpp_link_args = ['-L$prefix/lib', '-static', '-fstack-protector-strong']

[properties]
pkg_config_libdir = '$prefix/lib/pkgconfig'

[host_machine]
system = 'windows'
cpu_family = 'x86_64'
cpu = 'x86_64'
endian = 'little'
END
}

# list WORD…: as meson writes them
list()
{
  comma=
  for word; do
    printf "%s'%s'" "$comma" "$word"
    comma=', '
  done
}

write_licences()
{
  mkdir -p "$prefix/licences.new"
  for name in $names; do
    for file in "$work/$name/debian/copyright" "$work/$name/COPYING" "$work/$name/LICENSES/LGPL-2.1-or-later.txt" \
      "$work/$name/LICENSE.txt"; do
      if [ -e "$file" ]; then
        cp "$file" "$prefix/licences.new/$name.txt"
        break
      fi
    done
  done
  cp /usr/share/doc/libz-mingw-w64-dev/copyright "$prefix/licences.new/zlib.txt"
  cp /usr/share/doc/mingw-w64-common/copyright "$prefix/licences.new/mingw-w64.txt"
  cp "/usr/share/doc/gcc-$(gcc -dumpversion)-base/copyright" "$prefix/licences.new/gcc-runtime.txt"
  {
    cat "$work/versions"
    dpkg-query -W -f='${source:Package} ${source:Version}\n' libz-mingw-w64-dev mingw-w64-common
    dpkg-query -W -f='gcc-runtime ${source:Version}\n' gcc-mingw-w64-x86-64-posix-runtime
  } >"$prefix/licences.new/VERSIONS"
  rm -rf "$prefix/licences"
  mv "$prefix/licences.new" "$prefix/licences"
}

# Kept for who needs them again, unlike what is built of them.
names='libffi pcre2 gettext sqlite3 libxml2 openssl curl glib2.0 json-glib'
say "Building the libraries for Windows, once (about ten minutes):"
rm -rf "$work" "$prefix"
mkdir -p "$prefix/lib/pkgconfig" "$prefix/include"
: >"$log"
say "  sources …"
# shellcheck disable=SC2086
if ! sh "$here/sources.sh" "$work" $names >>"$log" 2>&1; then
  tail -n 20 "$log" >&2
  exit 1
fi
write_cross
build libffi libffi
build pcre2 pcre2
build gettext gettext
build sqlite3 sqlite
build libxml2 libxml2
build openssl openssl
build curl curl
build glib2.0 glib
build json-glib json_glib
write_licences
# What a former recipe made is no use any more.
rm -rf "$work"
for other in "$cache"/sysroot-*/; do
  [ "$other" = "$prefix/" ] || rm -rf "$other"
done
printf '%s\n' "$prefix"
