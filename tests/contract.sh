#!/bin/sh
# contract.sh BUILD_DIR: what every tool owes its users, checked for each program in BUILD_DIR/bin.
#
# golden/TOOL/contract/cmd is a call of the tool that works; it hands "$@" on to the tool, and
# golden/TOOL/contract/in, if there, is its standard input. $DATA is the folder data/. The file
# skip beside them lists checks that do not apply, a word a line: missing-file, directory, packed.
# Prints a line a check, then 'N passed, N failed'; exit status 1 if any failed.
set -u
build=$(cd "${1:?usage: contract.sh BUILD_DIR}" && pwd) || exit 2
tests=$(cd "$(dirname "$0")" && pwd)
PATH=$build/bin:$PATH
DATA=$tests/../data
export PATH DATA
unset COLUMNS PIPELAB_THREADS OMP_NUM_THREADS
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0

# check TEXT COMMAND...: the command must succeed.
check() {
    text=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
        echo "ok $tool: $text"
    else
        failed=$((failed + 1))
        echo "FAILED $tool: $text (status ${status:-?}, stderr: $(head -c 200 "$scratch/err"))"
    fi
}

# run COMMAND...: leaves stdout and stderr in $scratch/out and err, the exit status in $status.
run() {
    "$@" >"$scratch/out" 2>"$scratch/err" </dev/null
    status=$?
}

# call OPTION...: the tool's contract call, its stdout where ours goes.
call() {
    (cd "$tests/golden/$tool/contract" && sh ./cmd "$@" <"$input") 2>"$scratch/err"
    status=$?
}

status_is() { [ "$status" = "$1" ]; }
silent() { [ ! -s "$scratch/err" ]; }
one_line() { [ "$(wc -l <"$scratch/err")" = 1 ] && grep -q "^$tool: " "$scratch/err"; }
says() { grep -q -e "$1" "$scratch/err"; }
good() { status_is 0 && silent; }
refused() { status_is 2 && one_line; }
broken() { status_is 1 && one_line; }
applies() { ! grep -qs "^$1\$" "$tests/golden/$tool/contract/skip"; }
lint() { mandoc -T lint -W warning "$scratch/$tool.1" >"$scratch/err"; }
have() { command -v "$1" >/dev/null 2>&1; }

pages() {
    run "$tool" --help
    check "--help" good
    check "--help begins with the usage line" grep -q "^Usage: $tool " "$scratch/out"
    examples=$(sed -n '/^Examples:/,/^$/p' "$scratch/out" | grep -c '^  [^ ]')
    check "--help shows two examples" [ "$examples" -ge 2 ]
    check "--help is at most 100 columns wide" [ -z "$(awk 'length > 100' "$scratch/out")" ]
    cp "$scratch/out" "$scratch/help"
    run "$tool" -h
    check "-h is --help" cmp -s "$scratch/out" "$scratch/help"
    run "$tool" --version
    check "--version" good
    check "--version is one line" grep -qx "$tool (pipelab) [0-9]*\.[0-9]*\.[0-9]*" "$scratch/out"
    run "$tool" --man
    check "--man" good
    cp "$scratch/out" "$scratch/$tool.1"
    if have groff; then
        warnings=$(groff -man -Tutf8 -K utf8 -ww -z "$scratch/$tool.1" 2>&1)
        check "--man passes groff" [ -z "$warnings" ]
    fi
    have mandoc && check "--man passes mandoc" lint
    sed 's/\\-/-/g' "$scratch/$tool.1" >"$scratch/plain"
    missing=
    for option in $(sed -n 's/^ *\(-., \)\{0,1\}\(--[a-z-]*\).*/\2/p' "$scratch/help"); do
        grep -q -e "fB$option\\\\fR" "$scratch/plain" || missing="$missing $option"
    done
    check "--man has all options of --help$missing" [ -z "$missing" ]
}

completions() {
    for shell in bash zsh fish; do
        run "$tool" --completion $shell
        check "--completion $shell" good
        cp "$scratch/out" "$scratch/completion"
        have $shell && check "$shell accepts it" $shell -n "$scratch/completion"
    done
    run "$tool" --completion tcsh
    check "--completion tcsh is a usage error" refused
    have bash || return
    run bash -c 'source <("$1" --completion bash)
        COMP_WORDS=("$1" --vers) COMP_CWORD=1
        "_${1//-/_}" && echo "${COMPREPLY[*]}"' bash "$tool"
    check "bash completes --vers" grep -qx -e --version "$scratch/out"
}

usage_errors() {
    run "$tool" --ouptut x
    check "unknown option is a usage error" refused
    check "unknown option brings a suggestion" says "did you mean '--output'"
    run "$tool" --no-such-thing-at-all
    check "unknown option unlike any" refused
    run "$tool" --outp x
    check "no abbreviated options" refused
    run "$tool" --output
    check "missing value" refused
    run "$tool" --output x --output y
    check "option given twice" refused
    run "$tool" --output ''
    check "empty file name" refused
    run "$tool" --quiet=yes
    check "value for a flag" refused
    run "$tool" --threads 0
    check "--threads 0" refused
    run "$tool" --threads 18446744073709551617
    check "--threads 2^64+1" refused
    run "$tool" --progress sometimes
    check "unknown choice" refused
}

# What happens to each kind of page when stdout is full, closed or a pipe nobody reads.
page_writes() {
    for option in --help --version --man '--completion bash'; do
        status=0
        "$tool" $option >/dev/full 2>"$scratch/err" || status=$?
        check "$option to a full disk" broken
        status=0
        "$tool" $option >&- 2>"$scratch/err" || status=$?
        check "$option to a closed stdout" broken
    done
    { sleep 0.1; "$tool" --help 2>"$scratch/err"; echo $? >"$scratch/status"; } | :
    status=$(cat "$scratch/status")
    check "--help to a closed pipe" status_is 141
}

inputs() {
    if applies missing-file; then
        call "$scratch/none.txt" >"$scratch/out"
        check "missing file" broken
        check "missing file is named" says "$scratch/none.txt: No such file"
        check "missing file: no output" [ ! -s "$scratch/out" ]
    fi
    if applies directory; then
        call "$scratch" >"$scratch/out"
        check "directory as input" broken
        check "directory is named" says "$scratch: Is a directory"
    fi
    export PIPELAB_THREADS=some
    call >"$scratch/out"
    unset PIPELAB_THREADS
    check "nonsense in PIPELAB_THREADS" refused
    check "nonsense in PIPELAB_THREADS is named" says PIPELAB_THREADS
    [ "$input" = /dev/null ] && return
    (cd "$tests/golden/$tool/contract" && sh ./cmd <&- >"$scratch/out" 2>"$scratch/err")
    status=$?
    check "closed stdin" broken
    applies packed || return
    for packer in gzip zstd; do
        have $packer || continue
        $packer -c <"$input" >"$scratch/packed"
        (input=$scratch/packed && call -q && exit "$status") >"$scratch/out"
        check "the same from $packer input" cmp -s "$scratch/out" "$scratch/expected"
    done
}

results() {
    call >"$scratch/expected"
    check "contract call" status_is 0
    call -q >"$scratch/out"
    check "-q keeps stderr silent" good
    check "-q changes no results" cmp -s "$scratch/out" "$scratch/expected"
    for threads in 1 2 3; do
        call -q -j $threads >"$scratch/out"
        check "the same bytes with -j $threads" cmp -s "$scratch/out" "$scratch/expected"
    done
    call -q >/dev/full
    check "results to a full disk" broken
    call -q >&-
    check "results to a closed stdout" broken
    { sleep 0.1; call -q; echo "$status" >"$scratch/status"; } | :
    status=$(cat "$scratch/status")
    check "results to a closed pipe" status_is 141
    (trap '' PIPE; { sleep 0.1; call -q; echo "$status" >"$scratch/status"; } | :)
    status=$(cat "$scratch/status")
    check "results to a closed pipe with SIGPIPE ignored" broken
}

output_file() {
    "$tool" --help >"$scratch/help"
    folder=$scratch/folder
    mkdir "$folder"
    call -q -o "$folder/new" >"$scratch/out"
    check "-o to a new file" cmp -s "$folder/new" "$scratch/expected"
    check "-o leaves stdout alone" [ ! -s "$scratch/out" ]
    echo old >"$folder/kept"
    chmod 640 "$folder/kept"
    ln -s kept "$folder/link"
    call -q -o "$folder/link" >"$scratch/out"
    check "-o through a symbolic link" cmp -s "$folder/kept" "$scratch/expected"
    check "-o keeps the link" [ -L "$folder/link" ]
    check "-o keeps the mode" [ "$(stat -c %a "$folder/kept")" = 640 ]
    call -q -o /dev/full >"$scratch/out"
    check "-o to a full device" broken
    call -q -o "$scratch/none/file" >"$scratch/out"
    check "-o into a missing directory" broken
    if grep -q -e '^ *--plot ' "$scratch/help"; then
        call -q --plot "$folder/picture.svg" >/dev/full
        check "no picture of results that were not written" [ ! -e "$folder/picture.svg" ]
        call -q --plot "$folder/both" -o "$folder/both" >"$scratch/out"
        check "--plot and -o to the same file" refused
    fi
    call -q -o /dev/stdout >"$scratch/out"
    check "-o /dev/stdout" cmp -s "$scratch/out" "$scratch/expected"
    if applies missing-file; then
        echo old >"$folder/kept"
        call -q -o "$folder/kept" "$scratch/none.txt" >"$scratch/out"
        check "a failed run leaves the old file" [ "$(cat "$folder/kept")" = old ]
        call -q -o "$folder/never" "$scratch/none.txt" >"$scratch/out"
        check "a failed run makes no file" [ ! -e "$folder/never" ]
    fi
    check "no stray files" [ "$(ls -A "$folder" | tr '\n' ' ')" = "kept link new " ]
    rm -r "$folder"
}

start_up() {
    have perl || return
    perl -MTime::HiRes=time -e '
        my $least = 1e9;
        for (1 .. 50) {
            my $start = time;
            system("$ARGV[0] --version >/dev/null 2>&1");
            my $spent = time - $start;
            $least = $spent if $spent < $least;
        }
        printf "   %s: start-up %.1f ms\n", $ARGV[0], 1000 * $least;' "$tool"
}

for program in "$build"/bin/*; do
    tool=$(basename "$program")
    [ -x "$program" ] && [ -d "$tests/../tools/$tool" ] || continue
    input=$tests/golden/$tool/contract/in
    [ -e "$input" ] || input=/dev/null
    pages
    completions
    usage_errors
    page_writes
    if [ -e "$tests/golden/$tool/contract/cmd" ]; then
        results
        inputs
        output_file
    else
        check "golden/$tool/contract/cmd exists" false
    fi
    start_up
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
