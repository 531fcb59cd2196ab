#!/usr/bin/env bash
# Runs every reliability check against the program compiled ahead of time and prints the table of the README.
#   tests/reliability.sh [full]     "full" takes the full counts (half an hour and more), else those of continuous integration (some minutes)
set -u
cd "$(dirname "$0")/.." || exit 2
export MUX_RELIABILITY=${1:-brief} DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 LC_ALL=C.UTF-8
table=$PWD/artifacts/reliability.tsv
mkdir -p artifacts
: >"$table"
if [ -z "${MUX_BIN:-}" ]; then
    dotnet publish src/Multiplex.Cli -c Release -o artifacts/reliability -v q || exit 2
    export MUX_BIN=$PWD/artifacts/reliability/mux
fi
if [ -z "${MUX_FAULTY_BIN:-}" ]; then
    dotnet publish src/Multiplex.Cli -c Release -o artifacts/faulty --artifacts-path artifacts/faulty-build -p:FaultInjection=true -p:RunAnalyzers=false -v q || exit 2
    export MUX_FAULTY_BIN=$PWD/artifacts/faulty/mux
fi
dotnet build tests/Multiplex.EndToEndTests -v q || exit 2
dotnet build tests/Multiplex.Server.Tests -v q || exit 2
dotnet build tests/Multiplex.Terminal.Tests -v q || exit 2
failed=0
in_process() { # in_process ID TITLE PROJECT TEST: a check that needs no process of its own
    if dotnet test "tests/Multiplex.$3.Tests" --no-build -v q --filter "FullyQualifiedName~$4" >artifacts/reliability.log 2>&1; then
        printf '%s\t%s\tin process\tpassed\t\n' "$1" "$2" >>"$table"
    else
        printf '%s\t%s\tin process\tFAILED\t\n' "$1" "$2" >>"$table"
        failed=1
    fi
}
MUX_RELIABILITY_TABLE=$table dotnet test tests/Multiplex.EndToEndTests --no-build -v q --filter 'FullyQualifiedName~Reliability' || failed=1
bytes=10000000
[ "$MUX_RELIABILITY" = full ] && bytes=1000000000
MUX_FUZZ_BYTES=$bytes in_process R16 "$bytes random bytes with any sizes break no invariant of the engine" Terminal Feed_of_any_bytes
in_process R17 'checkpoint and replay equal an uninterrupted run at random cuts' Server Recovery_at_any_cut
echo
echo '| check | what | figure | state | time |'
echo '|---|---|---|---|---|'
sort "$table" | awk -F'\t' '{ printf "| %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5 }'
exit $failed
