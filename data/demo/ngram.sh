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
