import type { Command, Option } from 'commander'
import { subjectNamed, subjects, type SubjectName } from '#cli/resources/staff_resources'
import { bulkCommands } from '#cli/bulk/actions'
import { slug } from '#cli/output/columns'
import { builtInRoles } from '#domain/permissions'
import { ownedResources } from '#queries/own/owned_resources'
import { invite } from '#resources/invite'

/** The roles that every Plaza has. */
const roleNames = builtInRoles.map(({ name }) => name)

/** The completions after the words of a command. */
export interface Place {
  /** The words, without the program's name. */
  path: string
  /** Commands, options and values of an argument. */
  candidates: { word: string; description: string }[]
  takesFiles: boolean
  options: Valued[]
}

export interface Valued {
  /** For example `-n` and `--lines`. */
  flags: string[]
  /** The completions of its value: words, a comma-separated list of words, a path, or none. */
  value: { words: readonly string[]; isList?: boolean } | 'file' | 'folder' | 'anything'
}

/** Every place of the grammar, for completion. */
export function placesOf(command: Command, words: string[] = []): Place[] {
  const path = words.join(' ')
  const place: Place = {
    path,
    candidates: candidatesOf(command),
    takesFiles: command.registeredArguments.some((one) => isFile(one.description)),
    options: optionsOf(command)
      .filter(({ required, optional }) => required || optional)
      .map((option) => ({
        flags: [option.short, option.long].filter((flag) => flag !== undefined),
        value: valueOf(option, path),
      })),
  }
  const below = command.commands.flatMap((child) => placesOf(child, [...words, child.name()]))
  return [place, ...below]
}

function candidatesOf(command: Command) {
  const options = optionsOf(command)
    .filter(({ long }) => long)
    .map(({ long, description }) => ({ word: long!, description }))
  const commands = command.commands.map((child) => ({
    word: child.name(),
    description: child.description(),
  }))
  const values = command.registeredArguments.flatMap((argument) => {
    const words = argument.name() === 'role' ? roleNames : (argument.argChoices ?? [])
    return words.map((word) => ({ word, description: argument.description }))
  })
  return [...commands, ...values, ...options]
}

function optionsOf(command: Command): Option[] {
  return [...command.options, ...command.createHelp().visibleGlobalOptions(command)]
}

function valueOf({ argChoices, flags, long }: Option, path: string): Valued['value'] {
  if (argChoices) return { words: argChoices }
  if (long === '--role' || long === '--successor') return { words: roleNames }
  if (long === '--columns' && !savesColumns.test(path))
    return { words: columnsOf(path), isList: true }
  if (long === '--action' && path === 'bulk plan') {
    return { words: bulkCommands.map(({ action }) => action) }
  }
  if (flags.includes('<file>')) return 'file'
  return flags.includes('<checkout>') ? 'folder' : 'anything'
}

/** Their columns are those of another list. */
const savesColumns = /^views (?:create|update)$/

/** The list of a command. `plaza bulk list` lists batches; a resource of each user has the name of its table. */
const listed: Record<string, SubjectName> = {
  ...Object.fromEntries(Object.keys(subjects).map((name) => [name, name])),
  ...Object.fromEntries(
    [invite, ...ownedResources].map((one) => [one.table.replaceAll('_', '-'), one])
  ),
  bulk: 'batches',
}

function columnsOf(path: string): string[] {
  const [command] = path.split(' ')
  return subjectNamed(listed[command]).columns.map(({ title }) => slug(title))
}

const isFile = (description: string) => /\bfile of\b/.test(description)
