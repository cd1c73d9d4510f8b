#!/bin/sh
# Installs the Debian packages this machine lacks. The lists stand in the packages.txt files beside
# the code that needs them.
#   sh tools/setup.sh            build and test
#   sh tools/setup.sh --bench    and the peers that benchmarks compare with
#   sh tools/setup.sh --clang    and clang with libFuzzer (presets tsan and fuzz)
set -eu
cd "$(dirname "$0")/.."

lists=$(find tools libcore tests/unit tests/packages.txt -name packages.txt)
for option in "$@"; do
    case $option in
        --bench) lists="$lists tests/bench/packages.txt" ;;
        --clang) lists="$lists tests/fuzz/packages.txt" ;;
        *) echo "setup.sh: unknown option '$option' (--bench, --clang)" >&2; exit 2 ;;
    esac
done

missing=
for package in $(cat $lists | sed 's/#.*//' | sort -u); do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q ' installed$' ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
install() {
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $missing >"$log" 2>&1
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "installing:$missing" >&2
# The package lists of a fresh machine may be empty or old: only then is an update worth its time.
install || { $as_root apt-get update -qq && install; } || { cat "$log" >&2; exit 1; }
