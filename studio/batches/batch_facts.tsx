import { useTranslate } from 'react-admin'
import { Link } from 'react-router'
import type { Batch } from '../kit/bulk/use_batch'
import { Facts } from '../kit/facts'
import { Moment } from '../kit/moment'
import { Person } from '../kit/person'
import { UserText } from '../kit/user_text'

/** What a batch is. */
export const BatchFacts = ({ batch }: { batch: Batch }) => {
  const translate = useTranslate()
  const { undoes, undone_by: undoneBy } = batch
  const facts = {
    action: batch.action,
    reason: <UserText lines={4}>{batch.reason}</UserText>,
    actor: <Person of={batch.actor} />,
    state: translate(`resources.batches.state.${batch.state}`),
    created_at: <Moment at={batch.created_at} />,
    ended_at: batch.ended_at && <Moment at={batch.ended_at} />,
    until: batch.until && <Moment at={batch.until} />,
    undoes: undoes && <BatchLink id={undoes} />,
    undone_by: undoneBy && <BatchLink id={undoneBy} />,
  }
  return <Facts noun="batches" facts={facts} />
}

const BatchLink = ({ id }: { id: string }) => (
  <Link to={`/batches/${id}/show`} style={{ color: 'inherit' }}>
    {id}
  </Link>
)
