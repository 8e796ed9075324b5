import { fold } from '#domain/search/fold'

/** Blocks whose letters have another spelling: Latin, Greek, Cyrillic, Hebrew, Arabic, digits, widths. */
const blocks = [
  [0x41, 0x5a],
  [0xa0, 0x6ff],
  [0x966, 0x96f],
  [0x1e00, 0x1fff],
  [0x2010, 0x2027],
  [0x2070, 0x209c],
  [0xfb00, 0xfdf1],
  [0xfe70, 0xfefc],
  [0xff01, 0xff9d],
]

const alike = [`'’‘ʼ‛´\``, '"“”„‟«»', '-‐‑‒–—−']

/** Any number of accents, vowel marks and invisible characters may follow a letter. */
const marks =
  '[\u00AD\u0300-\u036F\u0591-\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06ED\u200B-\u200F\u2060\uFEFF]*'

/** Folding can make a letter 18 letters, and PostgreSQL compiles long patterns slowly. */
const MAX_LETTERS = 200

let spellings: Map<string, string> | undefined

function spellingsOf(): Map<string, string> {
  if (spellings) return spellings
  spellings = new Map(
    alike.flatMap((signs) => [...signs].map((sign) => [sign, signs.replace('-', '') + sign]))
  )
  for (const [first, last] of blocks) {
    for (let code = first; code <= last; code++) {
      const letter = String.fromCodePoint(code)
      const folded = /[\p{L}\p{N}]/u.test(letter) ? fold(letter) : ''
      if (folded.length === 0 || folded.length > 2 || folded === letter) continue
      spellings.set(folded, (spellings.get(folded) ?? '') + letter)
    }
  }
  return spellings
}

/** A PostgreSQL regular expression that finds a text in any locale, ignoring case, width and marks. */
export function patternOf(text: string): string {
  const letters = [...fold(text)].slice(0, MAX_LETTERS)
  let pattern = ''
  for (let index = 0; index < letters.length; index++) {
    const both = spellingsOf().get(letters[index] + letters[index + 1])
    const apart = classOf(letters[index])
    if (both) pattern += `(?:[${both}]|${apart}${marks}${classOf(letters[++index])})${marks}`
    else pattern += apart + marks
  }
  return pattern
}

function classOf(letter: string): string {
  if (/\s/.test(letter)) return '\\s+'
  const all = [...new Set(letter + (spellingsOf().get(letter) ?? ''))]
  return `[${all.map((one) => (/[\p{L}\p{N}]/u.test(one) ? one : escaped(one))).join('')}]`
}

const escaped = (sign: string) => `\\U${sign.codePointAt(0)!.toString(16).padStart(8, '0')}`
