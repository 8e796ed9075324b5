import { Failure } from '#cli/failure'

export const format = 1

/** Metadata beside the dump. Never encrypted, since it holds no user's data. */
export interface Manifest {
  format: number
  plaza: string
  taken_at: string
  database: string
  postgres: { server: string; client: string }
  migration: string
  rows: Record<string, number>
  /** Backups of an older Plaza have none. */
  media?: MediaManifest
  dump: {
    file: string
    size: number
    /** Of the file, so after encryption. */
    sha256: string
    encryption: 'age' | null
  }
}

/** The files of users that the database names. */
export interface MediaManifest {
  files: number
  /** Of all of them, before encryption. */
  bytes: number
  /** How many no earlier backup had. */
  copied: number
  /** How many the storage had no bytes of. */
  lost: number
  /** Null without files, and if a bucket keeps them. */
  list: { sha256: string } | null
}

/** @throws Failure for an invalid manifest, or one of a newer Plaza */
export function parseManifest(text: string): Manifest {
  let manifest: Manifest
  try {
    manifest = JSON.parse(text)
  } catch {
    throw new Failure('unverified', 'its manifest is not readable')
  }
  if (manifest?.format > format) {
    throw new Failure('unverified', 'its manifest was written by a newer Plaza')
  }
  if (manifest?.format !== format || !isComplete(manifest)) {
    throw new Failure('unverified', 'its manifest is incomplete')
  }
  return manifest
}

/** The dump's name is checked too, since it is used as a path. */
const isComplete = ({ taken_at: takenAt, rows, dump, media, postgres }: Manifest) =>
  !Number.isNaN(Date.parse(takenAt)) &&
  typeof rows === 'object' &&
  typeof postgres?.server === 'string' &&
  Number.isInteger(dump?.size) &&
  (media === undefined || Number.isInteger(media?.files)) &&
  (!media?.list || isDigest(media.list.sha256)) &&
  isDigest(dump.sha256) &&
  /^database\.dump(\.age)?$/.test(dump.file)

const isDigest = (text: string) => /^[\da-f]{64}$/.test(text)
