import Button from '@mui/material/Button'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Confirm, useNotify, useTranslate } from 'react-admin'
import { useNavigate } from 'react-router'
import { api } from '../api/client'
import { isProblem } from '../api/problem'
import type { MediaFile } from '../kit/media/file'
import { useTask } from '../kit/use_task'

/** Deletes a file after a question, and one that is used after another. */
export const DeleteFile = ({ file: { id, used } }: { file: MediaFile }) => {
  const translate = useTranslate()
  const notify = useNotify()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { run, isBusy } = useTask()
  const [asked, ask] = useState<'unused' | 'used'>()
  const remove = async (force?: 'true') => {
    try {
      await api.DELETE('/media/{id}', { params: { path: { id }, query: { force } } })
    } catch (error) {
      // It is used since the page was loaded.
      if (isProblem(error, 'conflict') && !force) return ask('used')
      throw error
    }
    notify('resources.media.deleted', { type: 'success' })
    await queryClient.invalidateQueries({ queryKey: ['media'] })
    await navigate('/media')
  }
  return (
    <>
      <Button
        color="error"
        disabled={isBusy}
        onClick={() => ask(used ? 'used' : 'unused')}
        sx={{ alignSelf: 'start' }}
      >
        {translate('resources.media.delete')}
      </Button>
      <Confirm
        isOpen={asked !== undefined}
        title="resources.media.delete_title"
        content={`resources.media.delete_sure.${asked ?? 'unused'}`}
        confirm={asked === 'used' ? 'resources.media.delete_used' : 'ra.action.delete'}
        confirmColor="warning"
        loading={isBusy}
        onConfirm={() => void run(() => remove(asked === 'used' ? 'true' : undefined))}
        onClose={() => ask(undefined)}
      />
    </>
  )
}
