# For scripts that set $folder, a folder of their own.

# seconds COMMAND: its wall time; its output is in $folder/out.
seconds() {
    before=$(date +%s%N)
    sh -c "$1" >"$folder/out"
    after=$(date +%s%N)
    awk -v a="$before" -v b="$after" 'BEGIN {printf "%.3f\n", (b - a) / 1e9}'
}

# best COMMAND: the least of ten. Before each run dd touches the memory that it will use: a virtual
# machine may have given free memory back to its host, and getting it again takes longer than the run.
best() {
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        dd if=/dev/zero of=/dev/null bs=512M count=1 2>/dev/null
        seconds "$1"
    done | sort -n | head -n 1
}
