#!/bin/sh
# The demo pipelines: demo.sh FOLDER-WITH-THE-TOOLS. Each is printed, then run.
set -eu
PATH=$(cd "$1" && pwd):$PATH
cd "$(dirname "$0")"

show() {
    printf '\n$ %s\n' "$1"
    sh -c "$1"
}
for part in demo/*.sh; do . "./$part"; done
