import { alpha } from '@mui/material/styles'
import { defaultDarkTheme, defaultLightTheme, type RaThemeOptions } from 'react-admin'

const font =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'

interface Colours {
  accent: string
  onAccent: string
  page: string
  paper: string
  text: string
  muted: string
  line: string
}

const light: Colours = {
  accent: '#14532d',
  onAccent: '#ffffff',
  page: '#fbfaf7',
  paper: '#ffffff',
  text: '#1c1b19',
  muted: '#5c5952',
  line: '#e4e1d9',
}

const dark: Colours = {
  accent: '#86d6a2',
  onAccent: '#0c2415',
  page: '#151614',
  paper: '#1d1f1c',
  text: '#ecebe6',
  muted: '#a9a79f',
  line: '#34362f',
}

/** One accent, flat surfaces with thin lines, text of 14 pixels. */
function themeOf(base: RaThemeOptions, colours: Colours, mode: 'light' | 'dark'): RaThemeOptions {
  const { accent, onAccent, page, paper, text, muted, line } = colours
  return {
    ...base,
    palette: {
      mode,
      primary: { main: accent, contrastText: onAccent },
      secondary: { main: accent, contrastText: onAccent },
      background: { default: page, paper },
      text: { primary: text, secondary: muted },
      divider: line,
    },
    shape: { borderRadius: 6 },
    sidebar: { width: 220, closedWidth: 52 },
    typography: {
      fontFamily: font,
      fontSize: 14,
      button: { textTransform: 'none', fontWeight: 600 },
      h6: { fontSize: '1.05rem', fontWeight: 650 },
    },
    components: {
      ...base.components,
      MuiAppBar: {
        defaultProps: { elevation: 0, color: 'default' },
        styleOverrides: {
          root: { backgroundColor: paper, color: text, borderBottom: `1px solid ${line}` },
        },
      },
      MuiPaper: {
        defaultProps: { elevation: 0 },
        styleOverrides: {
          root: { backgroundImage: 'none' },
          elevation1: { border: `1px solid ${line}` },
        },
      },
      MuiButton: { defaultProps: { disableElevation: true } },
      MuiTableCell: {
        styleOverrides: {
          root: {
            'borderColor': line,
            // A list has many columns.
            '&:not(.MuiTableCell-paddingCheckbox)': { paddingInline: 10 },
          },
          head: { color: muted },
        },
      },
      RaMenuItemLink: {
        styleOverrides: {
          root: {
            'borderRadius': 6,
            'margin': '1px 8px',
            '&.RaMenuItemLink-active': {
              backgroundColor: alpha(accent, 0.1),
              color: accent,
              fontWeight: 600,
            },
          },
        },
      },
    },
  }
}

export const lightTheme = themeOf(defaultLightTheme, light, 'light')
export const darkTheme = themeOf(defaultDarkTheme, dark, 'dark')
