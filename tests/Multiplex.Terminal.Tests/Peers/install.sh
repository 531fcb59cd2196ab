#!/bin/sh
# install.sh: fetches @xterm/headless beside this file, for the differential tests and for the benchmarks' comparison.
set -eu
cd "$(dirname "$0")"
exec npm install --no-audit --no-fund --no-package-lock
