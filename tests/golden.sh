#!/bin/sh
# golden.sh [--update] BUILD_DIR [TOOL]: runs the cases of golden/TOOL/CASE in parallel.
#
# CASE/cmd is a sh fragment, run in a copy of its folder with BUILD_DIR/bin first in PATH and
# CASE/in (if there, else nothing) as standard input; $DATA is the folder data/. CASE/out is the
# expected stdout (missing: not compared), CASE/err the expected stderr (missing: empty),
# CASE/status the expected exit status (missing: 0). --update writes all three from what the tools
# do now: read the difference before you commit it. Prints 'N passed, N failed' last; exit status 1
# if any failed.
set -u

# Runs one case; prints 'ok TOOL/CASE' or 'FAILED TOOL/CASE' and how it differs.
run_case() {
    case_folder=$1
    name=${case_folder#"$golden"/}
    scratch=$(mktemp -d) || exit 2
    cp -R "$case_folder" "$scratch/case" && cd "$scratch/case" || exit 2
    input=/dev/null
    [ -e in ] && input=in
    sh ./cmd <"$input" >"$scratch/out" 2>"$scratch/err"
    echo $? >"$scratch/status"
    if [ "$update" = yes ]; then
        update_case
        echo "ok $name"
    elif difference=$(compare_case); then
        echo "ok $name"
    else
        printf 'FAILED %s\n%s\n' "$name" "$difference"
    fi
    rm -rf "$scratch"
}

compare_case() {
    same=0
    if [ -e out ]; then diff -u out "$scratch/out" || same=1; fi
    [ -e err ] || : >err
    diff -u err "$scratch/err" || same=1
    [ -e status ] || echo 0 >status
    diff -u status "$scratch/status" || same=1
    return $same
}

update_case() {
    cp "$scratch/out" "$case_folder/out"
    rm -f "$case_folder/err" "$case_folder/status"
    [ ! -s "$scratch/err" ] || cp "$scratch/err" "$case_folder/err"
    [ "$(cat "$scratch/status")" = 0 ] || cp "$scratch/status" "$case_folder/status"
}

if [ "${1:-}" = --case ]; then
    run_case "$2"
    exit 0
fi
update=no
if [ "${1:-}" = --update ]; then
    update=yes
    shift
fi
build=$(cd "${1:?usage: golden.sh [--update] BUILD_DIR [TOOL]}" && pwd) || exit 2
golden=$(cd "$(dirname "$0")" && pwd)/golden
PATH=$build/bin:$PATH
LC_ALL=C.UTF-8
DATA=$golden/../../data
export PATH LC_ALL DATA golden update
unset COLUMNS PIPELAB_THREADS OMP_NUM_THREADS
script=$golden/../golden.sh
report=$(mktemp) || exit 2
trap 'rm -f "$report"' EXIT
find "$golden${2:+/$2}" -name cmd -type f | sed 's|/cmd$||' | sort |
    xargs -P "$(nproc)" -I '{}' sh "$script" --case '{}' >"$report"
grep -v '^ok ' "$report"
passed=$(grep -c '^ok ' "$report")
failed=$(grep -c '^FAILED ' "$report")
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
