import { afterOption, linesFor, pathCases, quote } from '#cli/completion/cases'
import type { Place } from '#cli/completion/places'

export const zsh = (places: Place[]) => `#compdef plaza
# plaza completion for zsh: source <(plaza completion zsh)
_plaza() {
  local word here='' next kind='' values='' previous=\${words[CURRENT-1]}
  local -a candidates
  if [[ $words[CURRENT] == --*=* ]]; then
    previous=\${words[CURRENT]%%=*}
    compset -P '*='
  fi
  for word in "\${(@)words[2,CURRENT-1]}"; do
    next="\${here:+$here }$word"
    case "$next" in
${pathCases(places, 'here=$next')}
    esac
  done
  case "$here $previous" in
${linesFor(afterOption(places), (kind, words) => `kind=${kind} values=${quote(words)}`)}
  esac
  case "$kind" in
    list) compset -P '*,'; compadd -S '' -- \${=values}; return ;;
    words) compadd -- \${=values}; return ;;
    file) _files; return ;;
    folder) _files -/; return ;;
    anything) return ;;
  esac
  case "$here" in
${places.map(candidatesAt).join('\n')}
  esac
  _describe 'plaza' candidates
}
compdef _plaza plaza
`

const candidatesAt = ({ path, candidates, takesFiles }: Place) => {
  const pairs = candidates.map(({ word, description }) =>
    quote(`${word.replaceAll(':', '\\:')}:${description}`)
  )
  return `    ${quote(path)}) candidates=(${pairs.join(' ')})${takesFiles ? '; _files' : ''} ;;`
}
