import { hash } from 'node:crypto'

/**
 * A strong entity tag (RFC 9110, section 8.8.3): `"<revision>-<digest of the bytes>"`.
 *
 * The digest names the very bytes, for `If-None-Match`. The revision names the last edit alone,
 * for `If-Match`: a vote or a comment by somebody else changes the bytes, but must not refuse an
 * author's edit.
 *
 * @param revision when the resource was last edited, or another tag of the same revision; absent
 *   for what nobody edits
 */
export function entityTag(body: string, revision?: Date | string): string {
  const digest = hash('sha256', body, 'base64url').slice(0, 27)
  if (revision === undefined) return `"${digest}"`
  return `"${typeof revision === 'string' ? revisionIn(revision) : textOf(revision)}.${digest}"`
}

/**
 * Whether `If-None-Match` names this tag (weak comparison).
 *
 * A tag begins and ends with a quote and has none in between, so in a list of tags its text stands where
 * it is meant. To split the list would take milliseconds for one of thousands.
 */
export function isNamedBy(header: string, tag: string): boolean {
  return header === tag || header.includes(tag) || header.trim() === '*'
}

/** Whether `If-Match` names this revision. */
export function namesRevision(header: string, revision: Date): boolean {
  return header.includes(`"${textOf(revision)}.`) || header.trim() === '*'
}

const textOf = (revision: Date) => revision.getTime().toString(36)

const revisionIn = (tag: string) => /^"([a-z0-9]+)\./.exec(tag)?.[1]
