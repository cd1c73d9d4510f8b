echo 'maxgap: the widest gap between sorted neighbours, without sorting'
show 'seq 1 3 1000000 | maxgap --json'
show "seq 2 100000 | factor | awk 'NF == 2 {print \$2}' | maxgap --top 3"
show 'maxgap -t, --header -k axis_au --split 3 planets.csv'
show 'maxgap --time --in-order --over 5m server.log'
show 'echo 10 350 90 200 | maxgap --period 360'
show 'echo 1e-3 0.5 0.52 1 | maxgap'
show 'tail -n +2 planets.csv | maxgap -t, -k 2 --test --json'
show 'seq 1 3 1000 | maxgap --state - >/tmp/a.$$; seq 2000 7 5000 | maxgap --state - >/tmp/b.$$
maxgap --merge /tmp/a.$$ /tmp/b.$$; rm /tmp/a.$$ /tmp/b.$$'
show 'maxgap -t, --header -k axis_au --plot - planets.csv'
