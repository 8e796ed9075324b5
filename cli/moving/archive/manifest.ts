import { CREDENTIALS_FILE, fileOf, kinds, type Kind } from '#cli/moving/archive/kinds'
import { Failure } from '#cli/failure'
import { isObject } from '#domain/is_object'

/** The version of the archive's format. */
export const format = 1

export const MAX_MANIFEST_BYTES = 1_000_000

export interface KindFacts {
  file: string
  /** Lines of its file. */
  count: number
  bytes: number
  /** Of the file. */
  sha256: string
}

/** Of all files with bytes of media together. */
export interface BytesFacts {
  files: number
  bytes: number
  /** Of a line for each file, in the order of the paths, as `sha256sum` prints it. */
  sha256: string
}

/** Says what an archive has. It stands first in a file, so that a reader knows what follows. */
export interface Manifest {
  format: number
  plaza: string
  /** Which Plaza it is of. */
  source: string
  taken_at: string
  /** The filters of `--posts`; null for everything. */
  posts: Record<string, string> | null
  kinds: Record<Kind, KindFacts>
  media_bytes: BytesFacts
  /** Passwords and factors, encrypted; null without `--with-credentials`. */
  credentials: KindFacts | null
}

/** @throws Failure for an invalid manifest, or one of a newer Plaza */
export function parseManifest(text: string, name: string): Manifest {
  let manifest: unknown
  try {
    manifest = JSON.parse(text)
  } catch {
    throw new Failure('unverified', `${name} is no archive: its manifest.json is not readable`)
  }
  if (!isObject(manifest) || typeof manifest.format !== 'number') {
    throw new Failure('unverified', `${name} is no archive: its manifest.json has no format`)
  }
  const given = manifest as unknown as Manifest
  if (given.format > format) {
    throw new Failure('unverified', `${name} was written by a newer Plaza (format ${given.format})`)
  }
  const wrong =
    kinds.find((kind) => !isComplete(kind, given.kinds?.[kind])) ??
    (typeof given.source === 'string' ? undefined : 'source') ??
    (isMeasured(given.media_bytes) ? undefined : 'media_bytes') ??
    (isOptional(given.credentials) ? undefined : 'credentials')
  if (wrong) throw new Failure('unverified', `The manifest of ${name} is incomplete: ${wrong}`)
  return given
}

/** The name of the file is checked too, since it is used as a path. */
const isComplete = (kind: Kind, facts: KindFacts | undefined) =>
  facts?.file === fileOf(kind) && Number.isSafeInteger(facts.count) && isDigested(facts)

const isOptional = (facts: KindFacts | null) =>
  facts === null || (facts?.file === CREDENTIALS_FILE && isDigested(facts))

const isMeasured = (facts: BytesFacts | undefined) =>
  facts !== undefined && Number.isSafeInteger(facts.files) && isDigested(facts)

const isDigested = ({ bytes, sha256 }: KindFacts | BytesFacts) =>
  Number.isSafeInteger(bytes) && /^[\da-f]{64}$/.test(sha256)
