import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Schemas } from '../../api/client'
import { pauseOf } from './send_with_retries'

export type Batch = Schemas['Batch']
export type Outcome = Schemas['BatchOutcome']

const PAUSE_MS = 1000

/** Whether the server goes on with it, or another client sends more. */
export const isUnfinished = ({ state }: Batch) => state === 'running' || state === 'open'

/** A batch, read again each second while it goes on. */
export function useBatch(id: string) {
  const queryClient = useQueryClient()
  const queryKey = ['batch', id]
  const { data, error } = useQuery({
    queryKey,
    queryFn: async () => {
      return (await api.GET('/admin/batches/{id}', { params: { path: { id } } })).data!
    },
    retry: false,
    refetchInterval: ({ state }) => {
      const pause = pauseOf(state.error)
      if (pause !== undefined) return pause * 1000
      return state.data && isUnfinished(state.data) && PAUSE_MS
    },
  })
  const reread = () => queryClient.invalidateQueries({ queryKey })
  return { batch: data, error, reread }
}
