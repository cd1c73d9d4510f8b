#!/bin/sh
# mean_text.sh BUILD_DIR [COUNT]: mean and variance of COUNT (10^7) text numbers through a pipe, by
# optim-demo mean on one and on two threads and by datamash; and 10^4 replications of 10^4
# Robbins-Monro steps. Prints the least seconds, ratios and memory.
set -eu
bin=$(cd "${1:?usage: mean_text.sh BUILD_DIR [COUNT]}/bin" && pwd)
count=${2:-10000000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export LC_ALL=C
. "$(dirname "$0")/timing.sh"

awk -v n="$count" 'BEGIN {srand(1); for (i = 0; i < n; ++i) printf "%.6f\n", 2000 * rand() - 1000}' \
    >"$folder/numbers"
peer=$(seconds "cat $folder/numbers | datamash mean 1 svar 1")
cat "$folder/out"
echo "datamash $peer s"
for threads in 1 2; do
    ours=$(best "cat $folder/numbers | $bin/optim-demo mean -j$threads --stats mean,variance")
    cat "$folder/out"
    awk -v t="$threads" -v a="$ours" -v b="$peer" \
        'BEGIN {printf "optim-demo mean -j%d %s s: %.1f times as fast\n", t, a, b / a}'
done
printf '%s KB of memory\n' "$(cat "$folder/numbers" |
    /usr/bin/time -f %M "$bin/optim-demo" mean --stats mean,variance 2>&1 >/dev/null)"
root=$(best "$bin/optim-demo root -q --function 'tanh(w-1)' --steps 10000 --runs 10000")
cat "$folder/out"
echo "10^8 Robbins-Monro steps $root s"
