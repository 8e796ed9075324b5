const MIN_WORD_LETTERS = 3

/** Names of the software and of its roles. */
const ofSoftware = ['plaza', 'password', 'member', 'author', 'editor', 'moderator', 'admin']

/**
 * Whether a password consists of words that an attacker tries first, in any case, with any digits and signs.
 *
 * @param names of the site and of its user, which may have several words
 */
export function isGuessable(password: string, names: readonly string[]): boolean {
  const words = [...ofSoftware, ...names.flatMap(wordsOf)]
    .filter((word) => word.length >= MIN_WORD_LETTERS)
    .sort((a, b) => b.length - a.length)
  const letters = lettersOf(password)
  return letters !== '' && words.reduce((rest, word) => rest.replaceAll(word, ''), letters) === ''
}

const wordsOf = (name: string) => [name, ...name.split(/\P{L}/u)].map(lettersOf)

const lettersOf = (text: string) => text.toLowerCase().replaceAll(/\P{L}/gu, '')
