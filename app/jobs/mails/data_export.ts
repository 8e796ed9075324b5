import { readerOf } from '#jobs/mails/reader'
import type { Letter } from '#mail/letter'
import DataExport from '#models/data_export'

export async function dataExport(id: number): Promise<Letter | null> {
  const found = await DataExport.query().where({ id }).preload('user').first()
  if (!found?.user || !found.isReady) return null
  return {
    kind: 'data_export',
    ...readerOf(found.user),
    values: {
      username: found.user.username,
      at: found.createdAt.toJSDate(),
      address: found.address ?? '?',
      until: found.expiresAt!.toJSDate(),
    },
  }
}
