import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import { useEffect } from 'react'
import { useTranslate } from 'react-admin'
import { Link } from 'react-router'

const PAUSE_MS = 2000

export interface Check {
  status: 'running' | 'refused' | 'done'
  posts_count: number
  posts: number[]
}

/** What the last change of the schema found. It is read again until the job has ended. */
export const Checked = ({ check, reread }: { check: Check | null; reread: () => void }) => {
  const translate = useTranslate()
  const isRunning = check?.status === 'running'
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(reread, PAUSE_MS)
    return () => clearInterval(timer)
  }, [isRunning, reread])

  const { status, posts_count: count = 0, posts = [] } = check ?? {}
  const isQuiet = !check || (status === 'done' && count === 0)
  return (
    <Box role="status">
      {!isQuiet && (
        <Alert severity={isRunning ? 'info' : 'warning'} sx={{ overflowWrap: 'anywhere' }}>
          {translate(`resources.types.checked.${status}`, { smart_count: count })}
          {posts.map((id) => (
            <Box component="span" key={id}>
              {' '}
              <Link to={`/posts/${id}`} style={{ color: 'inherit' }}>
                {id}
              </Link>
            </Box>
          ))}
        </Alert>
      )}
    </Box>
  )
}
