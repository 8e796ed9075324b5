import { afterOption, linesFor, pathCases, quote } from '#cli/completion/cases'
import type { Place } from '#cli/completion/places'

/** Words that are no options lead to a command; so do arguments, up to the last. */
export const bash = (
  places: Place[]
) => `# plaza completion for bash: source <(plaza completion bash)
_plaza() {
  local word path='' next words='' kind='' before=''
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  # bash takes --status=open for three words.
  if [[ $current == = ]]; then current=''
  elif [[ $previous == = ]]; then previous=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="\${path:+$path }$word"
    case "$next" in
${pathCases(places, 'path=$next')}
    esac
  done
  case "$path $previous" in
${linesFor(afterOption(places), (kind, words) => `kind=${kind} words=${quote(words)}`)}
  esac
  if [[ ! $kind ]]; then
    case "$path" in
${places.map(wordsAt).join('\n')}
    esac
  fi
  if [[ $kind == list && $current == *,* ]]; then
    before=\${current%,*}, current=\${current##*,}
  fi
  COMPREPLY=()
  # The bash of macOS has no mapfile.
  if [[ $words ]]; then
    while IFS= read -r word; do COMPREPLY+=("$word"); done \\
      < <(compgen -P "$before" -W "$words" -- "$current")
  fi
  if [[ $kind == list ]]; then compopt -o nospace 2> /dev/null; fi
  if [[ $kind == file || $kind == folder ]]; then
    compopt -o filenames 2> /dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done \\
      < <(compgen "$([[ $kind == file ]] && echo -f || echo -d)" -- "$current")
  fi
}
complete -F _plaza plaza
`

const wordsAt = ({ path, candidates, takesFiles }: Place) => {
  const words = candidates.map(({ word }) => word).join(' ')
  return `      ${quote(path)}) words=${quote(words)}${takesFiles ? ' kind=file' : ''} ;;`
}
