import { quote } from '#cli/completion/cases'
import type { Place, Valued } from '#cli/completion/places'

export const fish = (
  places: Place[]
) => `# plaza completion for fish: plaza completion fish | source
function __plaza_at
  set -l here
  for word in (commandline -opc)[2..]
    set -l next (string join -- ' ' $here $word)
    contains -- "$next" ${places.map(({ path }) => path && quote(path)).join(' ')}; and set here $next
  end
  test "$here" = "$argv[1]"
end
function __plaza_list
  set -l before (commandline -ct | string replace -r '^--[^=]*=' '' | string replace -r '[^,]*$' '')
  printf '%s\\n' $before$argv
end
${places.flatMap(linesAt).join('\n')}
`

function linesAt(place: Place): string[] {
  const at = `complete -c plaza -n ${quote(`__plaza_at ${quote(place.path)}`)}`
  const lines = place.candidates.map(({ word, description }) => {
    if (!word.startsWith('--')) return `${at} -f -a ${word} -d ${quote(description)}`
    const option = place.options.find(({ flags }) => flags.includes(word))
    const flags = option ? `${namesOf(option)} ${valueOf(option)}` : `-f -l ${word.slice(2)}`
    return `${at} ${flags} -d ${quote(description)}`
  })
  return place.takesFiles ? [...lines, `${at} -F`] : lines
}

const namesOf = ({ flags }: Valued) =>
  flags.map((flag) => flag.replace(/^--/, '-l ').replace(/^-(?=\w$)/, '-s ')).join(' ')

function valueOf({ value }: Valued): string {
  if (value === 'file') return '-r -F'
  if (value === 'folder') return `-x -a '(__fish_complete_directories)'`
  if (value === 'anything') return '-x'
  const words = value.words.join(' ')
  return `-x -a ${quote(value.isList ? `(__plaza_list ${words})` : words)}`
}
