import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import { memo, useCallback, useEffect, useState } from 'react'
import { useTranslate } from 'react-admin'
import { api } from '../../api/client'
import { isProblem } from '../../api/problem'

/** The service forgets an editor five minutes after the last call. */
const REPEAT_MS = 2 * 60_000

const path = (id: number) => ({ params: { path: { id } } })

/** Says that this user has the working copy open, and who else has. It is advice: saving never depends on it. */
export const Presence = memo(({ postId }: { postId: number }) => {
  const translate = useTranslate()
  const [other, setOther] = useState<string>()
  const claim = useCallback(
    async (body: { take_over?: boolean } = {}) => {
      try {
        await api.PUT('/posts/{id}/draft/editor', { ...path(postId), body })
        setOther(undefined)
      } catch (error) {
        if (isProblem(error, 'being_edited')) setOther(error.body.editor?.username ?? '…')
      }
    },
    [postId]
  )
  useEffect(() => {
    void claim()
    const timer = setInterval(() => void claim(), REPEAT_MS)
    return () => {
      clearInterval(timer)
      void api.DELETE('/posts/{id}/draft/editor', path(postId)).catch(() => {})
    }
  }, [postId, claim])
  if (other === undefined) return null
  return (
    <Alert
      severity="warning"
      action={
        <Button color="inherit" size="small" onClick={() => void claim({ take_over: true })}>
          {translate('resources.posts.take_over')}
        </Button>
      }
    >
      {translate('resources.posts.being_edited', { name: other })}
    </Alert>
  )
})
