import AccountCircle from '@mui/icons-material/AccountCircleOutlined'
import ListItemIcon from '@mui/material/ListItemIcon'
import MenuItem, { type MenuItemProps } from '@mui/material/MenuItem'
import type { Theme } from '@mui/material/styles'
import useMediaQuery from '@mui/material/useMediaQuery'
import { useEffect, useRef, type ReactNode } from 'react'
import {
  AppBar as AppBarOfReactAdmin,
  Layout as LayoutOfReactAdmin,
  LoadingIndicator,
  LocalesMenuButton,
  Logout,
  TitlePortal,
  ToggleThemeButton,
  UserMenu,
  useGetIdentity,
  useSidebarState,
  useTranslate,
  useUserMenu,
} from 'react-admin'
import { Link } from 'react-router'
import { Menu } from './menu'
import { SignInGuard } from './sign_in_guard'
import { TermsDialog } from './terms_dialog'
import { ShortcutsButton, ShortcutsProvider } from './shortcuts'

/** Its name is what it shows, as speech input needs. */
const Me = () => (
  <UserMenu label={useGetIdentity().identity?.fullName}>
    <AccountLink />
    <Logout />
  </UserMenu>
)

/** @param props what the menu gives its first entry for the focus */
const AccountLink = (props: Pick<MenuItemProps, 'autoFocus' | 'tabIndex'>) => {
  const translate = useTranslate()
  const { onClose } = useUserMenu()!
  return (
    <MenuItem {...props} component={Link} to="/account" onClick={onClose}>
      <ListItemIcon>
        <AccountCircle fontSize="small" />
      </ListItemIcon>
      {translate('resources.account.name')}
    </MenuItem>
  )
}

const AppBar = () => {
  const translate = useTranslate()
  // A phone has no keys, and needs the room for the title.
  const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'))
  return (
    <AppBarOfReactAdmin
      // Its heading names the page, and stays when the page scrolls.
      alwaysOn
      color="default"
      userMenu={<Me />}
      toolbar={
        <>
          {!isNarrow && <ShortcutsButton />}
          <LocalesMenuButton />
          <ToggleThemeButton />
          {!isNarrow && <LoadingIndicator aria-label={translate('ra.page.loading')} />}
        </>
      }
    >
      <TitlePortal component="h1" variant="h6" sx={title} />
    </AppBarOfReactAdmin>
  )
}

/** On a phone in two smaller lines. */
const title = {
  whiteSpace: { xs: 'normal', sm: 'nowrap' },
  overflowWrap: 'anywhere',
  fontSize: { xs: '0.95rem', sm: '1.05rem' },
  lineHeight: { xs: 1.2, sm: 1.6 },
  maxHeight: { xs: '2.4em', sm: 'none' },
}

/** A window that becomes as narrow as a phone keeps its page in sight: the menu lies above it there. */
const useClosedMenu = () => {
  const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'))
  const [isOpen, open] = useSidebarState()
  const before = useRef(isOpen)
  before.current = isOpen
  useEffect(() => {
    if (!isNarrow) return
    const was = before.current
    open(false)
    return () => open(was)
  }, [isNarrow, open])
}

/** The frame of all screens. */
export const Layout = ({ children }: { children: ReactNode }) => {
  useClosedMenu()
  return (
    <ShortcutsProvider>
      <LayoutOfReactAdmin appBar={AppBar} menu={Menu}>
        {children}
      </LayoutOfReactAdmin>
      <TermsDialog />
      <SignInGuard />
    </ShortcutsProvider>
  )
}
