import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useLocaleState, usePermissions, useTranslate } from 'react-admin'
import type { Schemas } from '../api/client'
import type { Permission } from '../api/permission'
import { bytesIn } from '../kit/media/file'
import { useFile } from '../kit/media/use_file'
import { UserText } from '../kit/user_text'

type Reported = NonNullable<Schemas['ReportGroupDetail']['snapshots'][number]['file']>

interface Props {
  file: Reported
  alt: string | null
}

/** A file as it was reported: the picture itself for those who may see the files of all users. */
export const ReportedFile = ({ file, alt }: Props) => {
  const { permissions = [] } = usePermissions<Permission[]>()
  const [locale] = useLocaleState()
  const { name, kind, content_type: type, bytes, width, height, url } = file
  const size = width === null ? undefined : `${width} × ${height}`
  const facts = [name, type, size, bytesIn(locale, bytes)].filter(Boolean)
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

const Picture = ({ address, alt }: { address: string; alt: string | null }) => {
  const translate = useTranslate()
  const source = useFile(address)
  return source ? (
    <Box
      component="img"
      src={source}
      alt={alt ?? translate('resources.reports.picture')}
      sx={{ display: 'block', maxWidth: '100%', maxHeight: 480, my: 1 }}
    />
  ) : null
}
