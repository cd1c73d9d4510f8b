echo
echo 'ngram-train, ngram-score: n-gram language models'
models=$(mktemp -d)
trap 'rm -rf "$models"' EXIT
export models
show 'ngram-train english.txt -q -o $models/english.arpa && head -4 $models/english.arpa'
show 'ngram-train english.txt -q --check'
show 'printf "%s\n" "the boat leaves in the morning" "morning the in leaves boat the" | ngram-score $models/english.arpa --header'
show 'echo "the boat" | ngram-score $models/english.arpa --next 3'
show 'ngram-score $models/english.arpa --generate 3 --seed 1 | ngram-score $models/english.arpa'
show 'ngram-train english.txt --counts | grep "^the boat"'
show 'ngram-train english.txt --features --min-count 12'
show 'ngram-train chinese.txt -q --unit char -o $models/chinese.arpa && head -4 $models/chinese.arpa'
show 'ngram-train chinese.txt --unit char --features --min-count 10'
show 'for t in english chinese; do ngram-train --unit byte --order 5 -q $t.txt -o $models/$t.byte; done'
show 'printf "%s\n" "the fish is fresh" "海边的鱼" | ngram-score --classify en=$models/english.byte --classify zh=$models/chinese.byte'
show 'ngram-score $models/chinese.byte --generate 2'
show 'ngram-train english.txt --features --min-docs 5 -o $models/features'
show 'echo "the boat is in the harbour" | ngram-score --vectorize $models/features'
show 'echo "the boat is in the harbour" | ngram-score --vectorize $models/features --compare english.txt --top 2'
show 'tr " " "\n" <english.txt | sort -u >$models/words'
show 'echo fischermen | ngram-score --lookup $models/words --top 2'
