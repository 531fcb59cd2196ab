#!/bin/sh
# peers.sh [SECONDS]: measures mux's engine (compiled ahead of time, as mux is), libvterm and xterm.js one after another on the same
# payloads,
# 80 by 24 with scrollback in pieces of 64 KiB, and prints megabytes a second with the ratio to the faster of the others. What is missing
# is left out. It fails when mux is not at least five times as fast as the faster of the others on each payload, or below 300 MB/s on
# ascii.
# Three rounds, the best of each, so that a busy moment of the machine does not count against one of them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
peers="$here/../Multiplex.Terminal.Tests/Peers"
seconds=${1:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet publish "$here" -c Release -p:PublishAot=true -o "$work/mux" -v q -nologo >"$work/publish.log" 2>&1 ||
  { cat "$work/publish.log"; exit 1; }
"$work/mux/Multiplex.Benchmarks" --payloads "$work/payloads"
files=$(for name in ascii sgr unicode cursor scrollregion tqdm; do printf '%s ' "$work/payloads/$name"; done)

cc -O2 -o "$work/libvterm" "$peers/libvterm.c" -lvterm 2>/dev/null || echo "libvterm is left out: no libvterm-dev or no C compiler" >&2
[ -d "$peers/node_modules/@xterm/headless" ] || "$peers/install.sh" >/dev/null 2>&1 || echo "xterm.js is left out: no npm" >&2

for round in 1 2 3; do
  "$work/mux/Multiplex.Benchmarks" --rates "$seconds" | sed 's/^/mux /' >>"$work/rates"
  if [ -x "$work/libvterm" ]; then "$work/libvterm" bench 80 24 "$seconds" $files | sed 's/^/libvterm /' >>"$work/rates"; fi
  if [ -d "$peers/node_modules/@xterm/headless" ]; then
    node "$peers/xterm.mjs" bench 80 24 "$seconds" $files | sed 's/^/xterm.js /' >>"$work/rates"
  fi
done

awk '
  { if ($3 > best[$1, $2]) best[$1, $2] = $3; if (!($2 in seen)) { seen[$2] = 1; order[++count] = $2 } }
  END {
    printf "%-14s%10s%10s%10s%10s\n", "MB/s", "mux", "libvterm", "xterm.js", "ratio"
    for (i = 1; i <= count; i++) {
      name = order[i]; peer = best["libvterm", name]; if (best["xterm.js", name] > peer) peer = best["xterm.js", name]
      ratio = peer ? best["mux", name] / peer : 0
      printf "%-14s%10.1f%10.1f%10.1f%10.1f\n", name, best["mux", name], best["libvterm", name], best["xterm.js", name], ratio
      if ((peer && ratio < 5) || (name == "ascii" && best["mux", name] <= 300)) { bad = bad " " name }
    }
    if (bad) { print "below 5 times the faster peer, or ascii below 300 MB/s:" bad; exit 1 }
  }' "$work/rates"
