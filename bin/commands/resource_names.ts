import string from '@adonisjs/core/helpers/string'

/** Words that can't name a variable, or a table without quotes. */
const RESERVED =
  /^(await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|implements|import|in|instanceof|interface|let|new|null|package|private|protected|public|reference|return|static|super|switch|this|throw|true|try|typeof|var|view|void|while|with|yield)$/

/** The spellings of a resource's name in the code. */
export type ResourceNames = ReturnType<typeof namesOf>

/** @param given `reading_list`, `reading-list` or `readingList` @throws Error that shows these spellings */
export function namesOf(given: string) {
  if (!/^[a-z][a-z0-9]*([_-][a-z0-9]+)*$|^[a-z][a-zA-Z0-9]*$/.test(given)) {
    throw new Error(`"${given}" is no name: write it as reading_list, reading-list or readingList`)
  }
  const file = string.snakeCase(given)
  const singular = string.singular(file)
  const table = string.plural(file)
  if (singular !== file)
    throw new Error(`"${given}" names several: write one of them, "${singular}"`)
  if (table === file) throw new Error(`"${given}" has no plural: choose a word that has one`)
  if (file.length > 40) throw new Error(`"${given}" is too long: take 40 characters at most`)
  if (RESERVED.test(file)) throw new Error(`"${given}" is a word of the language: choose another`)
  return {
    file,
    table,
    variable: string.camelCase(file),
    variables: string.camelCase(table),
    class: string.pascalCase(file),
    classes: string.pascalCase(table),
    words: file.replaceAll('_', ' '),
    wordsPlural: table.replaceAll('_', ' '),
    title: string.sentenceCase(table),
    command: table.replaceAll('_', '-'),
    article: /^[aeiou]/.test(file) ? 'an' : 'a',
  }
}
