import type { Command } from 'commander'

/** What may follow the words of a command: other words, options, the values of an argument. */
interface Place {
  /** The words before, without the name of the program. */
  path: string
  candidates: { word: string; description: string }[]
}

/** Every place of the grammar where a word can be completed. */
export function wordsOf(command: Command, path: string[] = []): Place[] {
  const place = { path: path.join(' '), candidates: candidatesOf(command) }
  const below = command.commands.flatMap((child) => wordsOf(child, [...path, child.name()]))
  return [place, ...below]
}

/** How each shell is told. */
export const completionScripts = { bash, zsh, fish }

function candidatesOf(command: Command) {
  const help = command.createHelp()
  const options = [...command.options, ...help.visibleGlobalOptions(command)]
    .filter(({ long }) => long)
    .map(({ long, description }) => ({ word: long!, description }))
  const commands = command.commands.map((child) => ({
    word: child.name(),
    description: child.description(),
  }))
  const values = command.registeredArguments.flatMap(({ argChoices = [], description }) =>
    argChoices.map((word) => ({ word, description }))
  )
  return [...commands, ...values, ...options]
}

/** The words typed so far that are not options lead to the place; so do arguments, up to the last. */
function bash(places: Place[]): string {
  const cases = places.map(({ path, candidates }) => {
    return `    ${quote(path)}) words=${quote(candidates.map(({ word }) => word).join(' '))} ;;`
  })
  return `# plaza completion for bash: source <(plaza completion bash)
_plaza() {
  local word path='' next words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="\${path:+$path }$word"
    case "$next" in
${places
  .filter(({ path }) => path)
  .map(({ path }) => `      ${quote(path)}) path=$next ;;`)
  .join('\n')}
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _plaza plaza
`
}

function zsh(places: Place[]): string {
  const cases = places.map(({ path, candidates }) => {
    const pairs = candidates.map(({ word, description }) =>
      quote(`${word.replaceAll(':', '\\:')}:${description}`)
    )
    return `    ${quote(path)}) candidates=(${pairs.join(' ')}) ;;`
  })
  return `#compdef plaza
# plaza completion for zsh: source <(plaza completion zsh)
_plaza() {
  local word here='' next
  local -a candidates
  for word in "\${(@)words[2,CURRENT-1]}"; do
    next="\${here:+$here }$word"
    case "$next" in
${places
  .filter(({ path }) => path)
  .map(({ path }) => `      ${quote(path)}) here=$next ;;`)
  .join('\n')}
    esac
  done
  case "$here" in
${cases.join('\n')}
  esac
  _describe 'plaza' candidates
}
compdef _plaza plaza
`
}

function fish(places: Place[]): string {
  const lines = places.flatMap(({ path, candidates }) =>
    candidates.map(({ word, description }) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`
      return `complete -c plaza -f -n ${quote(`__plaza_at ${quote(path)}`)} ${what} -d ${quote(description)}`
    })
  )
  return `# plaza completion for fish: plaza completion fish | source
function __plaza_at
  set -l here
  for word in (commandline -opc)[2..]
    set -l next (string join ' ' $here $word)
    contains -- "$next" ${places.map(({ path }) => path && quote(path)).join(' ')}; and set here $next
  end
  test "$here" = "$argv[1]"
end
${lines.join('\n')}
`
}

/** For bash and zsh, and what fish takes as well, where a quote may stand. */
const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
