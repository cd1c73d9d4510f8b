echo
echo 'combsum: combinations of numbers that reach a sum'
show 'combsum --target 7 2 3 6 7'
show 'combsum --target 8 --reuse once 10 1 2 7 6 1 5'
show 'combsum --target 200 --count 1 2 5 10 20 50 100 200'
show 'combsum --target 255.65 --reuse once -t, --header -k amount --id invoice invoices.csv'
show 'combsum --target 250 --reuse once --nearest 2 -t, --header -k amount --id invoice invoices.csv'
show 'combsum --target 7 --tree text 2 3 6 7'
show 'combsum reconcile -t, --header -k amount --id 1 invoices.csv payments.csv'
