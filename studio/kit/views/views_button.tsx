import Bookmarks from '@mui/icons-material/BookmarksOutlined'
import Button from '@mui/material/Button'
import Divider from '@mui/material/Divider'
import ListItemText from '@mui/material/ListItemText'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { useState } from 'react'
import { useGetIdentity, useTranslate } from 'react-admin'
import { api } from '../../api/client'
import { useTask } from '../use_task'
import type { Columns } from '../list/use_columns'
import { differs, usePresentView } from './use_present_view'
import type { SavedView, SavedViews, ViewedList } from './use_saved_views'
import { DeleteViewDialog, EditViewDialog, NewViewDialog, useChanged } from './view_dialogs'

interface Props {
  list: ViewedList
  saved: SavedViews
  columns: Columns
}

/** The menu of saved views: chooses, saves, shares and deletes them. */
export const ViewsButton = ({ list, saved, columns }: Props) => {
  const translate = useTranslate()
  const { identity } = useGetIdentity()
  const { run, isBusy } = useTask()
  const changed = useChanged(list)
  const [anchor, setAnchor] = useState<HTMLElement>()
  const [dialog, open] = useState<'new' | 'edit' | 'delete'>()
  const { views = [], active, choose, mayManage } = saved
  const kept = columns.isChosen ? columns.names : (active?.columns ?? null)
  const present = usePresentView(kept)
  const isChanged = active !== undefined && differs(active, present)
  const isMine = (view: SavedView) => view.owner?.id === identity?.id
  const text = (name: string, args?: object) => translate(`plaza.list.views.${name}`, args)

  const close = () => open(undefined)
  const pick = (act: () => void) => () => {
    setAnchor(undefined)
    act()
  }
  const save = () =>
    run(async () => {
      await api.PATCH('/admin/views/{id}', { params: { path: { id: active!.id } }, body: present })
      columns.reset()
      await changed('saved')
    })
  const label = active ? (isChanged ? text('changed', active) : active.name) : text('name')
  return (
    <>
      <Button
        size="small"
        startIcon={<Bookmarks />}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        disabled={isBusy}
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
        sx={{ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', maxWidth: 240 }}
      >
        {label}
      </Button>
      <Menu
        // Within the landmark of the page.
        disablePortal
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={() => setAnchor(undefined)}
        slotProps={{ list: { 'aria-label': text('name'), 'dense': true } }}
      >
        <MenuItem selected={!active} onClick={pick(() => choose(undefined))}>
          {text('all')}
        </MenuItem>
        {views.map((view) => (
          <MenuItem
            key={view.id}
            selected={view.id === active?.id}
            onClick={pick(() => choose(view))}
          >
            <ListItemText
              primary={<bdi>{view.name}</bdi>}
              secondary={
                view.shared &&
                text('shared_by', { name: view.owner?.username ?? translate('plaza.erased') })
              }
            />
          </MenuItem>
        ))}
        <Divider component="li" />
        {active && isChanged && (isMine(active) || mayManage) && (
          <MenuItem onClick={pick(() => void save())}>{text('save', active)}</MenuItem>
        )}
        <MenuItem onClick={pick(() => open('new'))}>{text('save_as')}</MenuItem>
        {active &&
          (isMine(active) || mayManage) && [
            <MenuItem key="edit" onClick={pick(() => open('edit'))}>
              {text('edit', active)}
            </MenuItem>,
            <MenuItem key="delete" onClick={pick(() => open('delete'))}>
              {text('delete', active)}
            </MenuItem>,
          ]}
      </Menu>
      {dialog === 'new' && (
        <NewViewDialog list={list} present={present} close={close} done={choose} />
      )}
      {dialog === 'edit' && active && (
        <EditViewDialog view={active} isMine={isMine(active)} close={close} />
      )}
      {dialog === 'delete' && active && (
        <DeleteViewDialog view={active} close={close} done={() => choose(undefined)} />
      )}
    </>
  )
}
