import { useQueryClient } from '@tanstack/react-query'
import { useNotify, useRedirect } from 'react-admin'
import { api } from '../api/client'
import { isProblem } from '../api/problem'

/** Opens the report that waits next for this moderator, or the queue if none does. */
export function useNextReport() {
  const redirect = useRedirect()
  const notify = useNotify()
  const queryClient = useQueryClient()
  return async (): Promise<void> => {
    try {
      const { data } = await api.GET('/admin/reports/next')
      const id = String(data!.id)
      // It is shown at once, and read again behind it.
      queryClient.setQueryData(['reports', 'getOne', { id, meta: undefined }], data)
      redirect(`/reports/${id}/show`)
    } catch (error) {
      if (!isProblem(error, 'not_found')) throw error
      notify('resources.reports.none_left')
      redirect('/reports')
    }
  }
}
