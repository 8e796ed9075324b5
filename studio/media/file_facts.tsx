import Button from '@mui/material/Button'
import { useGetIdentity, useLocaleState, useNotify, useTranslate } from 'react-admin'
import { Link } from 'react-router'
import { Facts } from '../kit/facts'
import { bytesIn, type MediaFile } from '../kit/media/file'
import { Moment } from '../kit/moment'
import { UserText } from '../kit/user_text'

/** What is known of a file. */
export const FileFacts = ({ file }: { file: MediaFile }) => {
  const translate = useTranslate()
  const notify = useNotify()
  const [locale] = useLocaleState()
  const { identity } = useGetIdentity()
  const { name, content_type: type, bytes, width, height, created_at: at, url } = file
  // An erased user has none any more.
  const isOwn = file.user_id === null || file.user_id === identity?.id
  const copy = async () => {
    await navigator.clipboard.writeText(url!)
    notify('plaza.copied', { type: 'success' })
  }
  const facts = {
    name: name && <UserText lines={4}>{name}</UserText>,
    content_type: type,
    bytes: bytesIn(locale, bytes),
    size: width && height && `${width} × ${height}`,
    created_at: <Moment at={at} />,
    user_id: isOwn ? null : (
      <Link to={`/users/${file.user_id}/show`} style={{ color: 'inherit' }}>
        #{file.user_id}
      </Link>
    ),
  }
  return (
    <>
      <Facts noun="media" facts={facts} />
      {file.status === 'ready' && (
        <Button size="small" onClick={() => void copy()} sx={{ mt: 1 }}>
          {translate('resources.media.copy')}
        </Button>
      )}
    </>
  )
}
