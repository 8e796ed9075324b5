import { useGetRecordRepresentation, useRecordContext, useResourceContext } from 'react-admin'
import { ActButton } from '../act_button'
import type { TargetType } from '../use_actions'

/** Opens staff's actions on the record of a row. */
export const ActOnRecord = ({ type }: { type: TargetType }) => {
  const record = useRecordContext()
  const represent = useGetRecordRepresentation(useResourceContext()!)
  if (!record || record.deleted) return null
  return <ActButton type={type} id={Number(record.id)} of={String(represent(record))} />
}
