import type { EditorView } from '@codemirror/view'
import Code from '@mui/icons-material/Code'
import FormatBold from '@mui/icons-material/FormatBold'
import FormatItalic from '@mui/icons-material/FormatItalic'
import FormatListBulleted from '@mui/icons-material/FormatListBulleted'
import FormatQuote from '@mui/icons-material/FormatQuote'
import Link from '@mui/icons-material/Link'
import Title from '@mui/icons-material/Title'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import Tooltip from '@mui/material/Tooltip'
import { memo, type ComponentType, type RefObject } from 'react'
import { useTranslate } from 'react-admin'
import { marks, type Mark } from './marks'
import { PictureButton } from './picture_button'

const icons: Record<Mark, ComponentType<{ fontSize: 'small' }>> = {
  bold: FormatBold,
  italic: FormatItalic,
  link: Link,
  heading: Title,
  list: FormatListBulleted,
  quote: FormatQuote,
  code: Code,
}

/** Buttons for the marks of Markdown. */
export const MarksToolbar = memo(({ view }: { view: RefObject<EditorView | undefined> }) => {
  const translate = useTranslate()
  const set = (mark: Mark) => {
    marks[mark](view.current!)
    view.current!.focus()
  }
  return (
    <Box role="toolbar" aria-label={translate('resources.posts.marks.name')}>
      {(Object.keys(icons) as Mark[]).map((mark) => {
        const Icon = icons[mark]
        const label = translate(`resources.posts.marks.${mark}`)
        return (
          <Tooltip key={mark} title={label}>
            <IconButton size="small" aria-label={label} onClick={() => set(mark)}>
              <Icon fontSize="small" />
            </IconButton>
          </Tooltip>
        )
      })}
      <PictureButton view={view} />
    </Box>
  )
})
