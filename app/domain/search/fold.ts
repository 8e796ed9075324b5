import { normalise } from '#domain/text'

/** A compatibility form can be 18 characters long, such as U+FDFA. */
const MAX_LENGTH = 110_000

const trademarks = /[\u2120\u2122]/g
/** Unicode calls them letters; people type apostrophes: `Hawaiʻi`, `пʼять`. */
const apostrophes = /[\u02B9-\u02C1\u02C8]/g
/** It separates words in Arabic script; elsewhere it only shapes letters. */
const arabicNonJoiner = /(?<=[\p{Script=Arabic}\p{M}])\u200C(?=\p{Script=Arabic})/gu
const ignorable = /\p{Default_Ignorable_Code_Point}/gu
const otherDigits = /[^\P{Nd}0-9]/gu
const onlyAscii = /^[\0-\x7F]*$/

/** A text in lower case and one width, with digits `0` to `9`, without invisible characters. */
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

/** The digits of a script are consecutive code points. */
function valueOf(digit: string): string {
  const code = digit.codePointAt(0)!
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++
  return String(value)
}

/** Accents and vowel marks, except the breve of й and the voice marks of kana, which make other letters. */
const marks = new RegExp(
  String.raw`(?<!\u0438(?=\u0306))(?![\u3099\u309A])[[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]&&\p{M}]`,
  'gv'
)

/** Letters that do not decompose, and common substitutes. */
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

/** A text to compare names by: no case, width, accents, vowel marks or invisible characters. */
export const fold = (text: string): string => withoutMarks(plain(text))
