/** Scripts without spaces. Korean is one of them, since its particles are attached to words. */
const unspaced = [
  ...['Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Hangul', 'Yi', 'Thai', 'Lao', 'Khmer', 'Myanmar'],
  ...['Tai_Tham', 'New_Tai_Lue', 'Tai_Le', 'Tai_Viet', 'Javanese', 'Balinese'],
].map((script) => `\\p{Script=${script}}`)
const ofRun = `[[\\p{L}\\p{M}]&&[${unspaced.join('')}\\u30FC]]`
const ofWord = `[[\\p{L}\\p{M}]--[${unspaced.join('')}\\u30FC]]`
const emoji = `\\p{RI}{2}|[\\p{Extended_Pictographic}--[©®]]`

const words = new RegExp(`${ofWord}{1,64}|\\p{N}{1,64}|${ofRun}+|${emoji}`, 'gv')
const asciiWords = /[a-z]{1,64}|[0-9]{1,64}/g
const onlyAscii = /^[\0-\x7F]*$/
const firstOfRun = new RegExp(`^${ofRun}`, 'v')
const firstOfWord = new RegExp(`^${ofWord}`, 'v')

/** The words of a `plain` text: letters, digits or one emoji, ≤ 64 characters. Unspaced scripts give runs. */
export const wordsIn = (text: string): string[] =>
  text.match(onlyAscii.test(text) ? asciiWords : words) ?? []

export function kindOf(word: string): 'letters' | 'run' | 'other' {
  const code = word.charCodeAt(0)
  if (code < 0x80) return code > 0x60 ? 'letters' : 'other'
  if (firstOfWord.test(word)) return 'letters'
  return firstOfRun.test(word) ? 'run' : 'other'
}

/** The pairs of letters of a run, and its last letter. */
export function* pairsIn(run: string): Generator<string> {
  let last = ''
  for (const letter of run) {
    if (last) yield last + letter
    last = letter
  }
  yield last
}
