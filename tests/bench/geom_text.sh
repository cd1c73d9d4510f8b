#!/bin/sh
# geom_text.sh BUILD_DIR [COUNT]: the convex hull of COUNT (10^7) uniform points as text: geom
# against reading alone (BUILD_DIR/bin/reader_bench, which parses numbers) and against qconvex
# (qhull-bin). Prints seconds and ratios.
set -eu
bin=$(cd "${1:?usage: geom_text.sh BUILD_DIR [COUNT]}/bin" && pwd)
count=${2:-10000000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export LC_ALL=C

points=$folder/points
"$bin/geom" gen box -n "$count" -o "$points"
{
    printf '2\n%s\n' "$count"
    cat "$points"
} >"$folder/qhull"

# seconds COMMAND: its wall time.
seconds() {
    before=$(date +%s%N)
    sh -c "$1" >"$folder/out"
    after=$(date +%s%N)
    awk -v a="$before" -v b="$after" 'BEGIN {printf "%.3f\n", (b - a) / 1e9}'
}

# best COMMAND: the least of ten, after memory has been touched (see maxgap_text.sh).
best() {
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        dd if=/dev/zero of=/dev/null bs=512M count=1 2>/dev/null
        seconds "$1"
    done | sort -n | head -n 1
}

echo "$count points, $(($(wc -c <"$points") / 1000000)) MB of text"
qconvex=$(seconds "qconvex Fx TI $folder/qhull")
[ "$(head -n 1 "$folder/out")" = "$("$bin/geom" hull "$points" | wc -l)" ] || {
    echo "qconvex finds another number of vertices" >&2
    exit 1
}
for threads in 1 2; do
    alone=$(best "$bin/reader_bench --file $points $threads")
    whole=$(best "$bin/geom hull -q -j$threads $points")
    awk -v t="$threads" -v a="$alone" -v w="$whole" -v q="$qconvex" 'BEGIN {
        printf "%d thread(s): reading alone %.3f s, hull %.3f s, ratio %.2f; ", t, a, w, w / a
        printf "qconvex %.3f s, %.1f times the hull\n", q, q / w
    }'
done
