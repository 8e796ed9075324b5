import Box from '@mui/material/Box'
import FormControlLabel from '@mui/material/FormControlLabel'
import Paper from '@mui/material/Paper'
import Switch from '@mui/material/Switch'
import Typography from '@mui/material/Typography'
import { useQueryClient } from '@tanstack/react-query'
import {
  FilterButton,
  List,
  TopToolbar,
  useGetIdentity,
  useListContext,
  useNotify,
  usePermissions,
  useTranslate,
} from 'react-admin'
import type { Permission } from '../api/permission'
import { RowKeys } from '../kit/list/row_keys'
import { StatusTabs } from '../kit/list/status_tabs'
import { useFilterInputs } from '../kit/list/use_filter_inputs'
import type { MediaFile } from '../kit/media/file'
import { UploadButton } from '../kit/media/upload_button'
import { UploadsList } from '../kit/media/uploads_list'
import { useDroppedFiles } from '../kit/media/use_dropped_files'
import { useUploads } from '../kit/media/use_uploads'
import { Files } from './files'
import { Room } from './room'

const POLL_MS = 2000

const filters = { alwaysOn: ['search', 'used'], without: ['kind'] }

const isProcessing = ({ status }: MediaFile) => status === 'processing'

/** All files, for staff who may read them; for others, their own ones. */
export const MediaList = () => {
  const { permissions } = usePermissions<Permission[]>()
  if (!permissions) return null
  return <Library list={permissions.includes('media.read_any') ? 'media' : 'own_media'} />
}

const Library = ({ list }: { list: 'media' | 'own_media' }) => {
  const translate = useTranslate()
  const notify = useNotify()
  const queryClient = useQueryClient()
  const inputs = useFilterInputs(list, 'media', filters)
  const { uploads, send, dismiss } = useUploads()
  const take = async (files: File[]) => {
    const sent = await Promise.all(files.map((file) => send(file)))
    const count = sent.filter(Boolean).length
    await queryClient.invalidateQueries({ queryKey: ['media'] })
    if (count === 0) return
    notify('plaza.media.uploaded', { type: 'success', messageArgs: { smart_count: count } })
  }
  const isOver = useDroppedFiles((files) => void take(files))
  const refetchInterval = (query: { state: { data?: { data?: MediaFile[] } } }) =>
    query.state.data?.data?.some(isProcessing) ? POLL_MS : false
  return (
    <>
      <Room />
      <UploadsList uploads={uploads} dismiss={dismiss} />
      <List
        filters={inputs}
        perPage={50}
        sort={{ field: 'created_at', order: 'DESC' }}
        exporter={false}
        empty={false}
        queryOptions={{ refetchInterval }}
        actions={
          <TopToolbar sx={{ flexWrap: { xs: 'wrap', sm: 'nowrap' }, alignItems: 'center' }}>
            {list === 'media' && <OwnAlone />}
            {list === 'media' && <FilterButton disableSaveQuery />}
            <UploadButton take={(files) => void take(files)} />
          </TopToolbar>
        }
      >
        <StatusTabs list={list} by="kind" />
        <Files />
        <RowKeys />
      </List>
      {isOver && (
        <Paper elevation={1} sx={overlay}>
          <Typography variant="h6" component="p">
            {translate('plaza.media.drop')}
          </Typography>
        </Paper>
      )}
    </>
  )
}

const overlay = {
  position: 'fixed',
  inset: 16,
  zIndex: 'modal',
  display: 'grid',
  placeItems: 'center',
  textAlign: 'center',
  border: 2,
  borderStyle: 'dashed',
  opacity: 0.95,
  pointerEvents: 'none',
}

/** Leaves those of others out. */
const OwnAlone = () => {
  const translate = useTranslate()
  const { identity } = useGetIdentity()
  const { filterValues, setFilters } = useListContext()
  const me = `@${identity?.username}`
  return (
    <Box sx={{ flex: 1 }}>
      <FormControlLabel
        label={translate('resources.media.mine')}
        control={
          <Switch
            checked={filterValues.user === me}
            onChange={(_, isOn) => setFilters({ ...filterValues, user: isOn ? me : undefined })}
          />
        }
      />
    </Box>
  )
}
