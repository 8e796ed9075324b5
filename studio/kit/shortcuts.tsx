import KeyboardOutlined from '@mui/icons-material/KeyboardOutlined'
import Dialog from '@mui/material/Dialog'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import FormControlLabel from '@mui/material/FormControlLabel'
import IconButton from '@mui/material/IconButton'
import Switch from '@mui/material/Switch'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableRow from '@mui/material/TableRow'
import Tooltip from '@mui/material/Tooltip'
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react'
import { useStore, useTranslate } from 'react-admin'

export interface Shortcut {
  /** As in `KeyboardEvent.key`. */
  key: string
  /** The key of its text. */
  label: string
  act: () => void
}

interface Shortcuts {
  current: Shortcut[]
  show: (all: Shortcut[]) => void
  isHelpOpen: boolean
  openHelp: (isOpen: boolean) => void
}

const Context = createContext<Shortcuts | undefined>(undefined)

const useShortcutsOfPage = () => useContext(Context)!

export const ShortcutsProvider = ({ children }: { children: ReactNode }) => {
  const [current, show] = useState<Shortcut[]>([])
  const [isHelpOpen, openHelp] = useState(false)
  const value = useMemo(() => ({ current, show, isHelpOpen, openHelp }), [current, isHelpOpen])
  return (
    <Context.Provider value={value}>
      {children}
      <Help />
    </Context.Provider>
  )
}

/** Whether single keys act. WCAG 2.1.4 asks that they can be switched off. */
const useEnabled = () => useStore('shortcuts', true)

/** Where a key writes or chooses, it does not act. The menu of the frame takes no letters. */
const takesKeys =
  'input, textarea, select, [contenteditable], [role=dialog], [role=listbox], .MuiPopover-root'

/** Single keys of this screen, and `?` for the list of them. */
export function useShortcuts(shortcuts: Shortcut[]): void {
  const [isEnabled] = useEnabled()
  const { show, openHelp } = useShortcutsOfPage()
  const latest = useRef(shortcuts)
  latest.current = shortcuts

  const keys = shortcuts.map(({ key, label }) => `${key} ${label}`).join('\n')
  useEffect(() => {
    show(latest.current)
    return () => show([])
  }, [keys, show])

  useEffect(() => {
    if (!isEnabled) return
    const press = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.repeat) return
      if ((event.target as HTMLElement).closest(takesKeys)) return
      if (event.key === '?') return openHelp(true)
      const found = latest.current.find(({ key }) => key === event.key)
      if (!found) return
      event.preventDefault()
      found.act()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [isEnabled, openHelp])
}

export const ShortcutsButton = () => {
  const translate = useTranslate()
  const { openHelp } = useShortcutsOfPage()
  const label = translate('plaza.shortcuts.title')
  return (
    <Tooltip title={label}>
      <IconButton color="inherit" aria-label={label} onClick={() => openHelp(true)}>
        <KeyboardOutlined />
      </IconButton>
    </Tooltip>
  )
}

const Help = () => {
  const translate = useTranslate()
  const { current, isHelpOpen, openHelp } = useShortcutsOfPage()
  const [isEnabled, enable] = useEnabled()
  return (
    <Dialog open={isHelpOpen} onClose={() => openHelp(false)} aria-labelledby="shortcuts-title">
      <DialogTitle id="shortcuts-title">{translate('plaza.shortcuts.title')}</DialogTitle>
      <DialogContent>
        <FormControlLabel
          control={<Switch checked={isEnabled} onChange={(_, on) => enable(on)} />}
          label={translate('plaza.shortcuts.enable')}
        />
        {current.length === 0 && <p>{translate('plaza.shortcuts.none')}</p>}
        <Table size="small">
          <TableBody>
            {current.map(({ key, label }) => (
              <TableRow key={key}>
                <TableCell component="th" scope="row">
                  <kbd>{key}</kbd>
                </TableCell>
                <TableCell>{translate(label)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </DialogContent>
    </Dialog>
  )
}
