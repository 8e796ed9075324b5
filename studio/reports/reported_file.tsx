import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { usePermissions, useTranslate } from 'react-admin'
import { api, type Schemas } from '../api/client'
import type { Permission } from '../api/permission'
import { UserText } from '../kit/user_text'

type Reported = NonNullable<Schemas['ReportGroupDetail']['snapshots'][number]['file']>

interface Props {
  file: Reported
  alt: string | null
}

/** A file as it was reported: the picture itself for those who may see the files of all users. */
export const ReportedFile = ({ file, alt }: Props) => {
  const { permissions = [] } = usePermissions<Permission[]>()
  const { name, kind, content_type: type, bytes, width, height, url } = file
  const size = width === null ? undefined : `${width} × ${height}`
  const facts = [name, type, size, `${Math.ceil(bytes / 1000)} kB`].filter(Boolean)
  const isShown = kind === 'image' && url !== null && permissions.includes('media.read_any')
  return (
    <>
      {isShown && <Picture address={url} alt={alt} />}
      <Typography variant="body2" color="textSecondary">
        <UserText lines={2}>{facts.join(' · ')}</UserText>
      </Typography>
    </>
  )
}

/** Its bytes need the token, which an element `img` does not send. */
const Picture = ({ address, alt }: { address: string; alt: string | null }) => {
  const translate = useTranslate()
  const name = address.slice(address.lastIndexOf('/') + 1)
  const { data, isError } = useQuery({
    queryKey: ['bytes of', name],
    queryFn: async () => {
      const params = { path: { name } }
      const { data } = await api.GET('/media/files/{name}', { params, parseAs: 'blob' })
      return data as unknown as Blob
    },
    retry: false,
  })
  const source = useObjectUrl(data)
  if (isError) return <Typography>{translate('resources.reports.no_picture')}</Typography>
  return source ? (
    <Box
      component="img"
      src={source}
      alt={alt ?? translate('resources.reports.picture')}
      sx={{ display: 'block', maxWidth: '100%', maxHeight: 480, my: 1 }}
    />
  ) : null
}

function useObjectUrl(blob: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!blob) return
    const made = URL.createObjectURL(blob)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return url
}
