#!/bin/sh
# fit_text.sh BUILD_DIR [ROWS [VW]]: logistic regression of ROWS (10^6) rows of libsvm text with 10
# of 1000 features each: one pass of optim-demo fit against Vowpal Wabbit (VW, else vw of PATH) with
# its default and with --sgd, and fit --exact against liblinear-train -s 0. Prints seconds, ratios,
# memory and the loss on a tenth as many other rows. Peers that are not there are left out.
set -eu
bin=$(cd "${1:?usage: fit_text.sh BUILD_DIR [ROWS [VW]]}/bin" && pwd)
rows=${2:-1000000}
vw=${3:-vw}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export LC_ALL=C
. "$(dirname "$0")/timing.sh"
fit="$bin/optim-demo fit -q --loss logistic"

# Weights and values are normal numbers, labels are drawn by the logistic function. Ten strata of
# 100 features give one feature each, so that indices ascend.
awk -v n="$rows" -v train="$folder/train" -v test="$folder/test" '
function normal() { return sqrt(-2 * log(1 - rand())) * cos(6.283185307179586 * rand()) }
BEGIN {
    srand(1)
    for (i = 1; i <= 1000; ++i) w[i] = normal()
    for (r = 0; r < n + n / 10; ++r) {
        z = 0
        line = ""
        for (k = 0; k < 10; ++k) {
            i = 100 * k + 1 + int(rand() * 100)
            x = sprintf("%.4f", normal())
            z += w[i] * x
            line = line " " i ":" x
        }
        print (rand() < 1 / (1 + exp(-z)) ? "+1" : "-1") line >(r < n ? train : test)
    }
}'

# test_loss MARGINS: the mean log-loss of margins for the rows of the test file.
test_loss() {
    cut -d' ' -f1 "$folder/test" | paste - "$1" | awk '{
        z = -$1 * $2
        sum += (z > 0 ? z : 0) + log(1 + exp(-(z > 0 ? z : -z)))
    } END {printf "%.5f", sum / NR}'
}

# of_model NAME SECONDS: what our model says of the test rows.
of_model() {
    "$bin/optim-demo" predict -q --model "$folder/model" --output-kind margin "$folder/test" \
        >"$folder/margins"
    printf '%s %s s, test log-loss %s\n' "$1" "$2" "$(test_loss "$folder/margins")"
}

ratio() { awk -v a="$2" -v b="$3" -v n="$1" 'BEGIN {printf "  %.2fx the time of %s\n", a / b, n}'; }

echo "$rows rows, $(($(wc -c <"$folder/train") / 1000000)) MB of text"
once=$(best "$fit --model $folder/model $folder/train")
of_model "fit" "$once"
printf '  %s KB of memory\n' "$(/usr/bin/time -f %M $fit --model "$folder/model" "$folder/train" \
    2>&1 >/dev/null)"
if command -v "$vw" >/dev/null; then
    sed 's/ / | /' "$folder/train" >"$folder/train.vw"
    sed 's/ / | /' "$folder/test" >"$folder/test.vw"
    for rule in '' --sgd; do
        peer=$(best "$vw --quiet $rule --loss_function logistic -d $folder/train.vw -f $folder/vw")
        "$vw" --quiet -t -i "$folder/vw" -r "$folder/margins" -d "$folder/test.vw"
        echo "vw $rule $peer s, test log-loss $(test_loss "$folder/margins")"
        ratio "vw $rule" "$once" "$peer"
    done
fi
exact=$(best "$fit --exact --no-intercept --model $folder/model $folder/train")
of_model "fit --exact" "$exact"
grep objective "$folder/out"
if command -v liblinear-train >/dev/null; then
    peer=$(seconds "liblinear-train -s 0 -q $folder/train $folder/liblinear")
    echo "liblinear-train -s 0 $peer s"
    ratio "liblinear-train -s 0" "$exact" "$peer"
fi
