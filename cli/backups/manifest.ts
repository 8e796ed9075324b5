import { Failure } from '#cli/failure'

/** The form of what is written today. */
export const format = 1

/** What a backup says of itself, beside its dump and never encrypted: it holds nobody's data. */
export interface Manifest {
  format: number
  /** The version of Plaza. */
  plaza: string
  taken_at: string
  database: string
  postgres: { server: string; client: string }
  /** The last migration that had run. */
  migration: string
  /** How many rows each table has in the dump. */
  rows: Record<string, number>
  dump: {
    file: string
    /** Bytes. */
    size: number
    /** Of the file as it is, so encrypted where it is. */
    sha256: string
    encryption: 'age' | null
  }
}

/** @throws Failure when it is none, or of a Plaza yet to come */
export function parseManifest(text: string): Manifest {
  let manifest: Manifest
  try {
    manifest = JSON.parse(text)
  } catch {
    throw new Failure('unverified', 'its manifest is not readable')
  }
  if (manifest?.format > format) {
    throw new Failure('unverified', 'its manifest is of a newer Plaza')
  }
  if (manifest?.format !== format || !isComplete(manifest)) {
    throw new Failure('unverified', 'its manifest is not one')
  }
  return manifest
}

/** The dump is found by this name, so it must not lead elsewhere. */
const isComplete = ({ taken_at: takenAt, rows, dump, postgres }: Manifest) =>
  !Number.isNaN(Date.parse(takenAt)) &&
  typeof rows === 'object' &&
  typeof postgres?.server === 'string' &&
  Number.isInteger(dump?.size) &&
  /^[\da-f]{64}$/.test(dump.sha256) &&
  /^database\.dump(\.age)?$/.test(dump.file)
