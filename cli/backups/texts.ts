import string from '@adonisjs/core/helpers/string'
import type { Backup } from '#cli/backups/backup_store'
import type { MediaManifest } from '#cli/backups/manifest'
import type { Column } from '#cli/output/table'

export const size = (bytes: number) => string.bytes.format(bytes, { unitSeparator: ' ' }) ?? ''

const MINUTE_MS = 60_000

export function age(moment: Date, now = Date.now()): string {
  const minutes = Math.max(0, Math.floor((now - moment.getTime()) / MINUTE_MS))
  if (minutes < 120) return `${minutes} min`
  return minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`
}

export const facts = ({
  name,
  folder,
  takenAt,
  before,
  size: bytes,
  manifest,
  damage,
}: Backup) => ({
  name,
  folder,
  taken_at: takenAt.toISOString(),
  before,
  size: bytes,
  encrypted: manifest ? manifest.dump.encryption !== null : null,
  plaza: manifest?.plaza ?? null,
  postgres: manifest?.postgres ?? null,
  migration: manifest?.migration ?? null,
  rows: manifest?.rows ?? null,
  media: manifest?.media ?? null,
  damage,
})

/** The files of users in a backup: how many, how large, and how many of them are new. */
export function filesText({ files, bytes, copied, lost, list }: MediaManifest): string {
  if (files === 0) return 'none'
  if (!list) return `${files}, in the bucket`
  const found = [`${files} (${size(bytes)})`, `${copied} new`]
  return [...found, ...(lost > 0 ? [`${lost} without bytes`] : [])].join(', ')
}

export const columns: Column<Backup>[] = [
  { title: 'Backup', text: ({ name }) => name },
  { title: 'Age', text: ({ takenAt }) => age(takenAt), align: 'right' },
  { title: 'Size', text: (backup) => size(backup.size), align: 'right' },
  { title: 'Rows', text: ({ manifest }) => manifest && total(manifest.rows), align: 'right' },
  { title: 'Encrypted', text: ({ manifest }) => manifest && (manifest.dump.encryption ?? 'no') },
  { title: 'Plaza', text: ({ manifest }) => manifest?.plaza },
  { title: 'Before', text: ({ before }) => before },
  {
    title: 'State',
    text: ({ damage }) => (damage ? `damaged: ${damage}` : 'ok'),
    elastic: true,
  },
]

export const total = (rows: Record<string, number>) =>
  Object.values(rows).reduce((sum, count) => sum + count, 0)
