import { Compartment, type Transaction } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useEffect, useRef } from 'react'
import { useTranslate } from 'react-admin'
import { UploadsList } from '../../kit/media/uploads_list'
import { ofMarkdown, ofText } from './code_mirror'
import { MarksToolbar } from './marks_toolbar'
import { useFilesInText } from './use_files_in_text'

const MAX_CHARACTERS = 50_000

interface Props {
  label: string
  text: string
  isMarkdown: boolean
  change: (text: string) => void
}

/** The text of a post, in CodeMirror. It stands in a shadow root, where the styles that it inserts are allowed. */
export const MarkdownField = ({ label, text, isMarkdown, change }: Props) => {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const format = useRef(new Compartment()).current
  /** What the editor says now: a text that differs comes from elsewhere. */
  const said = useRef(text)
  const latest = useRef(change)
  latest.current = change
  const { ofFiles, uploads, dismiss, isOver } = useFilesInText(view, isMarkdown)

  useEffect(() => {
    const root = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: 'open' })
    const tell = (transactions: readonly Transaction[], { state }: EditorView) => {
      if (!transactions.some(({ docChanged }) => docChanged)) return
      const next = state.doc.toString()
      if (next === said.current) return
      said.current = next
      latest.current(next)
    }
    const editor = new EditorView({
      doc: said.current,
      extensions: [
        ofText,
        format.of([]),
        EditorView.contentAttributes.of({
          'aria-label': label,
          'dir': 'auto',
          'spellcheck': 'true',
        }),
        EditorView.updateListener.of(({ transactions, view: updated }) =>
          tell(transactions, updated)
        ),
      ],
      parent: root,
      root,
    })
    view.current = editor
    return () => editor.destroy()
  }, [label, format])

  useEffect(() => {
    const extension = isMarkdown ? [ofFiles, ofMarkdown] : ofFiles
    view.current?.dispatch({ effects: format.reconfigure(extension) })
  }, [isMarkdown, format, label, ofFiles])

  useEffect(() => {
    if (text === said.current || !view.current) return
    said.current = text
    const { doc } = view.current.state
    view.current.dispatch({ changes: { from: 0, to: doc.length, insert: text } })
  }, [text])

  return (
    <Box>
      <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', mb: 0.5 }}>
        <Typography variant="body2" color="textSecondary" aria-hidden>
          {label}
        </Typography>
        {isMarkdown && <MarksToolbar view={view} />}
      </Box>
      <Box
        ref={host}
        sx={{
          'border': 1,
          'borderColor': isOver ? 'primary.main' : 'divider',
          'borderRadius': 1,
          '&:focus-within': { outline: 2, outlineColor: 'primary.main', outlineOffset: -1 },
        }}
      />
      <UploadsList uploads={uploads} dismiss={dismiss} />
      <Length of={text.length} />
    </Box>
  )
}

/** Said when a text comes near to what the service takes. Nothing is cut. */
const Length = ({ of }: { of: number }) => {
  const translate = useTranslate()
  if (of < 0.9 * MAX_CHARACTERS) return null
  return (
    <Typography
      variant="body2"
      role="status"
      color={of > MAX_CHARACTERS ? 'error' : 'textSecondary'}
    >
      {translate('resources.posts.length', { length: of, most: MAX_CHARACTERS })}
    </Typography>
  )
}
