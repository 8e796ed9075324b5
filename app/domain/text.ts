/**
 * Characters that show nothing when they stand alone: blanks, controls, zero-width ones, fillers, tags,
 * and marks that combine with a letter. Unicode calls some blank letters and symbols visible.
 */
const invisible =
  /[\p{White_Space}\p{Cc}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\uFFFC\u{13441}\u{13442}\u{1D159}]/u

/** Thirty marks in a row with one more behind them. U+034F is a mark that parts them. */
const manyMarks = /[^\P{M}\u034F]{30}(?=[^\P{M}\u034F])/gu

/**
 * A text in a Unicode normalization form, in linear time. Marks on one letter are sorted, which takes ICU the
 * square of their number: 5 s for 50 000. So a joiner follows each thirty of them, as the stream-safe
 * text format has it (UAX #15, section 13).
 */
export const normalise = (text: string, form: 'NFC' | 'NFKC') =>
  text.replace(manyMarks, '$&\u034F').normalize(form)

/** A text in the one spelling in which it is stored: NFC, without blanks around it. */
export const normaliseText = (text: string) => normalise(text, 'NFC').trim()

/** Whether a text shows at least one character. */
export function hasVisible(text: string): boolean {
  for (const character of text) if (!invisible.test(character)) return true
  return false
}
