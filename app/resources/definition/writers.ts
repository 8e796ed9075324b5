import { isoTime, type Row } from '#resources/definition/line'

/** Writes a value of a row as JSON. @param tracked collects the ids of the users in it */
export type Write = (parts: string[], row: Row, tracked?: Set<string>) => string

export const asItIs =
  (at: number): Write =>
  (parts) =>
    parts[at] || 'null'

/** For texts that JSON never escapes. */
const quoted =
  (at: number): Write =>
  (parts) =>
    parts[at] ? `"${parts[at]}"` : 'null'

export const writers = {
  integer: asItIs,
  number: asItIs,
  text: quoted,
  array: asItIs,
  enum: quoted,
  time:
    (at: number): Write =>
    (parts) =>
      parts[at] ? `"${isoTime(parts[at])}"` : 'null',
  boolean:
    (at: number): Write =>
    (parts) =>
      parts[at] === 't' ? 'true' : parts[at] ? 'false' : 'null',
}
