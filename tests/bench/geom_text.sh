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
. "$(dirname "$0")/timing.sh"

points=$folder/points
"$bin/geom" gen box -n "$count" -o "$points"
{
    printf '2\n%s\n' "$count"
    cat "$points"
} >"$folder/qhull"

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
