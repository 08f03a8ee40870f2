#compdef pathwitness
autoload -U +X bashcompinit && bashcompinit
# bash completion for pathwitness
_pathwitness() {
  local cur=${COMP_WORDS[COMP_CWORD]} words
  case "${COMP_WORDS[1]} ${COMP_WORDS[2]}" in
  "collect aws"*) words="--output --region --all-regions --profile --role-arn --external-id --service --endpoint-url --ca --parallel --timeout --attempts --resume --quiet --help" ;;
  "collect flow-logs"*) words="--s3 --output --since --until --format --anonymize --region --profile --role-arn --external-id --endpoint-url --ca --parallel --timeout --attempts --quiet --help" ;;
  "collect capture"*) words="--interface --output --duration --sample --snaplen --buffer --promiscuous --user --anonymize --at --quiet --help" ;;
  "collect kafka"*) words="--bootstrap --command-config --timeout --output --quiet --help" ;;
  "collect connect"*) words="--url --output --ca --cert --key --basic-auth-file --timeout --quiet --help" ;;
  "collect schema-registry"*) words="--url --output --ca --cert --key --basic-auth-file --timeout --quiet --help" ;;
  "import aws-cli"*) words="--output --account --region --assume-empty --quiet --help" ;;
  "import pcap"*) words="--output --sample --anonymize --at --quiet --help" ;;
  "import flow-logs"*) words="--output --format --anonymize --quiet --help" ;;
  "import kafka-properties"*) words="--output --at --quiet --help" ;;
  "permissions aws"*) words="--quiet --help" ;;
  "seal"*) words="--key --previous --quiet --help" ;;
  "map"*) words="--intent --policy --output --quiet --help" ;;
  "paths"*) words="--class --status --format --what-if --intent --quiet --help" ;;
  "flows"*) words="--format --intent --quiet --help" ;;
  "query"*) words="--from --to --port --batch --intent --format --what-if --quiet --help" ;;
  "render"*) words="--output --format --class --finding --quiet --help" ;;
  "packet"*) words="--output --previous --quiet --help" ;;
  "diff"*) words="--format --picture --what-if --intent --quiet --help" ;;
  "check"*) words="--format --output --strict --quiet --help" ;;
  "history"*) words="--format --quiet --help" ;;
  "verify"*) words="--public-key --quiet --help" ;;
  "completion"*) words="--quiet --help" ;;
  "collect "*) words="aws flow-logs capture kafka connect schema-registry" ;;
  "import "*) words="aws-cli pcap flow-logs kafka-properties" ;;
  "permissions "*) words="aws" ;;
  *) words="collect import seal map paths flows query render packet diff check history verify permissions completion --help --version" ;;
  esac
  if [[ $cur == -* || $COMP_CWORD -le 2 ]]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); fi
  if [[ ${#COMPREPLY[@]} -eq 0 ]]; then COMPREPLY=($(compgen -f -- "$cur")); fi
}
complete -o filenames -F _pathwitness pathwitness
