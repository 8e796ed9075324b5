import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { markdown, markdownKeymap, markdownLanguage } from '@codemirror/lang-markdown'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, keymap } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { marksKeymap } from './marks'
import { pasteAsMarkdown } from './paste'

const look = EditorView.theme({
  '&': { color: 'inherit', font: 'inherit', maxHeight: '70vh' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { minHeight: '24em', padding: '12px 0', caretColor: 'currentColor' },
  '.cm-line': { padding: '0 14px' },
  '.cm-cursor': { borderLeftColor: 'currentColor' },
})

const highlighting = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '700' },
  { tag: tags.strong, fontWeight: '700' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: tags.monospace, fontFamily: 'ui-monospace, monospace' },
  { tag: tags.quote, fontStyle: 'italic' },
  { tag: [tags.link, tags.url], textDecoration: 'underline' },
])

/** What only Markdown has: its colours, its keys, and pasted pages as Markdown. */
export const ofMarkdown: Extension = [
  markdown({ base: markdownLanguage }),
  syntaxHighlighting(highlighting),
  keymap.of([...marksKeymap, ...markdownKeymap]),
  pasteAsMarkdown,
]

/** Chromium keeps the look of what is typed over by a style in the page, which the content security policy reports. */
const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== 'insertText' || event.data === null || view.composing) return false
    if (view.state.selection.main.empty) return false
    event.preventDefault()
    view.dispatch(view.state.replaceSelection(event.data), {
      userEvent: 'input.type',
      scrollIntoView: true,
    })
    return true
  },
})

/** A text with wrapped lines and an undo. Tab leaves it, as it leaves any field. */
export const ofText: Extension = [
  look,
  typeOver,
  history(),
  drawSelection(),
  EditorView.lineWrapping,
  EditorView.perLineTextDirection.of(true),
  EditorState.allowMultipleSelections.of(false),
  keymap.of([...defaultKeymap, ...historyKeymap]),
]
