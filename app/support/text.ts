/**
 * Characters that show nothing when they stand alone: blanks, controls, zero-width ones, fillers, tags,
 * and marks that combine with a letter. Unicode calls some blank letters and symbols visible.
 */
const invisible =
  /[\p{White_Space}\p{Cc}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\uFFFC\u{13441}\u{13442}\u{1D159}]/u

/** A text in the one spelling in which it is stored: NFC, without blanks around it. */
export const normaliseText = (text: string) => text.normalize('NFC').trim()

/** Whether a text shows at least one character. */
export function hasVisible(text: string): boolean {
  for (const character of text) if (!invisible.test(character)) return true
  return false
}
