import CheckBox from '@mui/icons-material/CheckBox'
import CheckBoxOutlineBlank from '@mui/icons-material/CheckBoxOutlineBlank'
import ViewColumn from '@mui/icons-material/ViewColumnOutlined'
import Button from '@mui/material/Button'
import Divider from '@mui/material/Divider'
import ListItemIcon from '@mui/material/ListItemIcon'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { useState } from 'react'
import { useTranslate } from 'react-admin'
import type { Columns } from './use_columns'

interface Props {
  columns: Columns
  labelOf: (name: string) => string
}

/** Shows and hides columns. */
export const ColumnsButton = ({ columns, labelOf }: Props) => {
  const translate = useTranslate()
  const [anchor, setAnchor] = useState<HTMLElement>()
  const { names, offered, toggle, reset, isChosen } = columns
  const close = () => setAnchor(undefined)
  const startAnew = () => {
    reset()
    close()
  }
  return (
    <>
      <Button
        size="small"
        startIcon={<ViewColumn />}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
      >
        {translate('plaza.list.columns')}
      </Button>
      <Menu
        // Within the landmark of the page.
        disablePortal
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={close}
        slotProps={{ list: { 'aria-label': translate('plaza.list.columns'), 'dense': true } }}
      >
        {offered.map((name) => (
          <MenuItem
            key={name}
            role="menuitemcheckbox"
            aria-checked={names.includes(name)}
            onClick={() => toggle(name)}
          >
            <ListItemIcon>
              {names.includes(name) ? (
                <CheckBox fontSize="small" />
              ) : (
                <CheckBoxOutlineBlank fontSize="small" />
              )}
            </ListItemIcon>
            {labelOf(name)}
          </MenuItem>
        ))}
        {isChosen && <Divider component="li" />}
        {isChosen && (
          <MenuItem onClick={startAnew}>{translate('plaza.list.default_columns')}</MenuItem>
        )}
      </Menu>
    </>
  )
}
