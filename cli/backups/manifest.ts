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
  dump: {
    file: string
    size: number
    /** Of the file, so after encryption. */
    sha256: string
    encryption: 'age' | null
  }
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
const isComplete = ({ taken_at: takenAt, rows, dump, postgres }: Manifest) =>
  !Number.isNaN(Date.parse(takenAt)) &&
  typeof rows === 'object' &&
  typeof postgres?.server === 'string' &&
  Number.isInteger(dump?.size) &&
  /^[\da-f]{64}$/.test(dump.sha256) &&
  /^database\.dump(\.age)?$/.test(dump.file)
