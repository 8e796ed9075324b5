import { integer, oneOf, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { exportDays } from '#domain/data_export'

const expiry = `data_exports.finished_at + interval '${exportDays} days'`

export const dataExport = defineResource({
  table: 'data_exports',
  members: {
    id: integer({ example: 3 }),
    status: oneOf(['waiting', 'ready'], {
      sql: `case when data_exports.finished_at is null then 'waiting' else 'ready' end`,
      description: 'Whether it can be downloaded.',
    }),
    size: integer({ description: 'Bytes so far.', example: 48_213 }),
    created_at: time(),
    finished_at: time({ nullable: true }),
    expires_at: time({
      sql: expiry,
      nullable: true,
      description: 'When it is deleted. Null while it waits.',
    }),
  },
  views: { DataExport: { for: 'owner' } },
})
