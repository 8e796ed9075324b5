import { hash } from 'node:crypto'

/**
 * A strong entity tag (RFC 9110, section 8.8.3): `"<revision>.<digest of the bytes>"`. `If-None-Match` compares
 * all of it, `If-Match` the revision: a vote must not refuse an edit. @param revision absent without edits
 */
export function entityTag(body: string | Buffer, revision?: Date | string): string {
  const digest = hash('sha256', body, 'base64url').slice(0, 27)
  if (revision === undefined) return `"${digest}"`
  return `"${typeof revision === 'string' ? revisionIn(revision) : textOf(revision)}.${digest}"`
}

/** Whether `If-None-Match` names this tag (weak comparison). No list to split: a tag has no inner quote. */
export function isNamedBy(header: string, tag: string): boolean {
  return header === tag || header.includes(tag) || header.trim() === '*'
}

export function namesRevision(header: string, revision: Date): boolean {
  return header.includes(`"${textOf(revision)}.`) || header.trim() === '*'
}

const textOf = (revision: Date) => revision.getTime().toString(36)

const revisionIn = (tag: string) => /^"([a-z0-9]+)\./.exec(tag)?.[1]
