#!/bin/sh
# maxgap_text.sh BUILD_DIR [COUNT]: the widest gap of COUNT (10^7) uniform doubles as text: maxgap
# against reading alone (BUILD_DIR/bin/reader_bench) and against sort -g | awk. Prints seconds and
# ratios.
set -eu
bin=$(cd "${1:?usage: maxgap_text.sh BUILD_DIR [COUNT]}/bin" && pwd)
count=${2:-10000000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export LC_ALL=C
. "$(dirname "$0")/timing.sh"

awk -v n="$count" 'BEGIN {
    srand(7)
    for (i = 0; i < n; ++i) printf "%.17g\n", (int(rand() * 94906265) * 94906265 + int(rand() * 94906265)) / 2 ^ 53
}' >"$folder/values"

values=$folder/values
echo "$count doubles, $(($(wc -c <"$values") / 1000000)) MB of text"
for threads in 1 2; do
    alone=$(best "$bin/reader_bench --file $values $threads")
    whole=$(best "$bin/maxgap -q -j$threads $values")
    awk -v t="$threads" -v a="$alone" -v w="$whole" 'BEGIN {
        printf "%d thread(s): reading alone %.3f s, maxgap %.3f s: %.2fx\n", t, a, w, w / a}'
done
found=$(cut -f1 "$folder/out")
sorted=$(seconds "sort -g $values | awk 'NR > 1 && \$1 - p > g {g = \$1 - p} {p = \$1} END {printf \"%.17g\", g}'")
awk -v s="$sorted" -v w="$whole" -v f="$found" -v o="$(cat "$folder/out")" 'BEGIN {
    printf "sort -g | awk %.1f s: maxgap is %.0fx as fast; gaps %s and %s\n", s, s / w, f, o}'
