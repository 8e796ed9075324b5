import Alert from '@mui/material/Alert'
import { useQuery } from '@tanstack/react-query'
import { useTranslate } from 'react-admin'
import { api } from '../api/client'
import { Changes } from './changes'

interface Props {
  /** As it would be sent, without its reason. */
  action: { action: string; target_id: number; until?: string | null; role?: string }
}

/** What an action would change, or why the service would refuse it: a dry run, which keeps nothing. */
export const ActionOutcome = ({ action }: Props) => {
  const translate = useTranslate()
  const { data: entry, error } = useQuery({
    queryKey: ['outcome of', action],
    queryFn: async () => {
      const body = { ...action, action: action.action as 'post.remove' }
      const reason = translate('plaza.action.outcome')
      return (await api.POST('/admin/actions', { body: { ...body, reason, dry_run: true } })).data!
    },
    staleTime: 0,
    retry: false,
  })
  if (error) return <Alert severity="warning">{error.message}</Alert>
  if (!entry) return null
  return (
    <Alert severity="info" icon={false}>
      {translate('plaza.action.outcome')}
      <Changes before={entry.before} after={entry.after} />
    </Alert>
  )
}
