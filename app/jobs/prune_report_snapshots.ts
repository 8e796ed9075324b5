import { deleteInBatches } from '#db/delete_in_batches'
import { snapshotLifetime } from '#domain/moderation'

const reportsThat = (condition: string) =>
  `(select from reports where snapshot_id = report_snapshots.id and (${condition}))`

/** The report of a target that is reported at this moment is not visible yet. */
const isUnneeded = `
  last_reported_at <= now() - interval '1 minute'
  and not exists ${reportsThat('closed_at is null')}
  and (
    not exists ${reportsThat(`closed_at > now() - interval '${snapshotLifetime}'`)}
    or not exists (select from authors where id = author_id)
  )`

export const pruneReportSnapshots = () => deleteInBatches('report_snapshots', isUnneeded)
