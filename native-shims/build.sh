#!/bin/sh
# Builds the shims and the holder into the directory given. Every result is made under another name and moved into place, so that
# builds running side by side never see half a file. Messages have MSBuild's form, so that they show up as errors of the build.
set -eu
out=$1
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cc=${CC:-cc}
ar=${AR:-ar}
for tool in "$cc" "$ar"; do
    if ! command -v "$tool" >/dev/null 2>&1; then
        echo "native-shims : error MUX0001: '$tool' was not found: install a C compiler (Debian: apt install gcc libc6-dev; Fedora: dnf install gcc), or set CC and AR."
        exit 1
    fi
done
mkdir -p "$out"
work=$(mktemp -d "$out/.build.XXXXXX")
trap 'rm -rf "$work"' EXIT
flags="-std=c11 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Werror -fno-strict-aliasing -fstack-protector-strong -I$here"

objects=
for source in "$here"/*.c; do
    name=$(basename "$source" .c)
    "$cc" $flags -fPIC -fvisibility=hidden -c "$source" -o "$work/$name.o"
    objects="$objects $work/$name.o"
done
"$ar" rcs "$work/libmux_shims.a" $objects
"$cc" -shared -Wl,-soname,libmux_shims.so -o "$work/libmux_shims.so" $objects
if [ -d "$here/holder" ]; then
    "$cc" $flags -fPIE -pie -Wl,-z,relro,-z,now -o "$work/mux-holder" "$here"/holder/*.c
    mv -f "$work/mux-holder" "$out/mux-holder"
fi
mv -f "$work/libmux_shims.a" "$out/libmux_shims.a"
mv -f "$work/libmux_shims.so" "$out/libmux_shims.so"
