import { normalise } from '#domain/text'

/** A compatibility form can be 18 characters long, such as U+FDFA. */
const MAX_LENGTH = 110_000

const trademarks = /[\u2120\u2122]/g
/** Letters to Unicode, apostrophes to people: `Hawaiʻi`, `пʼять`. */
const apostrophes = /[\u02B9-\u02C1\u02C8]/g
/** Parts words in Arabic script; elsewhere it only shapes letters. */
const arabicNonJoiner = /(?<=[\p{Script=Arabic}\p{M}])\u200C(?=\p{Script=Arabic})/gu
const ignorable = /\p{Default_Ignorable_Code_Point}/gu
const otherDigits = /[^\P{Nd}0-9]/gu
const onlyAscii = /^[\0-\x7F]*$/

/**
 * A text in lower case, in one width, without invisible characters, its digits `0` to `9`. Accents stay, since
 * stemmers know words with theirs.
 */
export function plain(text: string): string {
  if (onlyAscii.test(text)) return text.toLowerCase()
  return normalise(text.replace(trademarks, ' '), 'NFKC')
    .slice(0, MAX_LENGTH)
    .toLowerCase()
    .replace(apostrophes, "'")
    .replace(arabicNonJoiner, ' ')
    .replace(ignorable, '')
    .replace(otherDigits, valueOf)
}

/** Digits of a script stand in a row, from zero to nine. */
function valueOf(digit: string): string {
  const code = digit.codePointAt(0)!
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++
  return String(value)
}

/** Accents and vowel marks, but for the breve of й and the voice marks of kana, which make other letters. */
const marks = new RegExp(
  String.raw`(?<!\u0438(?=\u0306))(?![\u3099\u309A])[[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]&&\p{M}]`,
  'gv'
)

/** Letters that do not decompose, and those that people type for one another. */
const letters: Record<string, string> = {
  'ß': 'ss',
  'æ': 'ae',
  'œ': 'oe',
  'ø': 'o',
  'đ': 'd',
  'ð': 'd',
  'þ': 'th',
  'ł': 'l',
  'ħ': 'h',
  'ŧ': 't',
  'ı': 'i',
  'ς': 'σ',
  '\u0640': '',
  'ى': 'ي',
  'ی': 'ي',
  'ک': 'ك',
  'ة': 'ه',
}
const special = new RegExp(`[${Object.keys(letters).join('')}]`, 'g')

/** A {@link plain} text without accents and vowel marks. */
export function withoutMarks(text: string): string {
  if (onlyAscii.test(text)) return text
  return text
    .normalize('NFD')
    .replace(marks, '')
    .replace(special, (letter) => letters[letter])
    .normalize('NFC')
}

/** A text as names are compared: without regard to case, width, accents, vowel marks and what is invisible. */
export const fold = (text: string): string => withoutMarks(plain(text))
