import { EditorSelection, type ChangeSpec } from '@codemirror/state'
import type { EditorView, KeyBinding } from '@codemirror/view'

/** Sets or takes away a mark around each selection, such as `**`. */
const around = (mark: string) => (view: EditorView) => {
  const { state } = view
  view.dispatch(
    state.changeByRange((range) => {
      const before = state.sliceDoc(range.from - mark.length, range.from)
      const after = state.sliceDoc(range.to, range.to + mark.length)
      if (before === mark && after === mark) {
        return {
          changes: [
            { from: range.from - mark.length, to: range.from },
            { from: range.to, to: range.to + mark.length },
          ],
          range: EditorSelection.range(range.from - mark.length, range.to - mark.length),
        }
      }
      return {
        changes: [
          { from: range.from, insert: mark },
          { from: range.to, insert: mark },
        ],
        range: EditorSelection.range(range.from + mark.length, range.to + mark.length),
      }
    })
  )
  return true
}

/** Sets or takes away a mark at the beginning of each selected line, such as `- `. */
const before = (mark: string) => (view: EditorView) => {
  const { state } = view
  const { from, to } = state.selection.main
  const first = state.doc.lineAt(from).number
  const last = state.doc.lineAt(to).number
  const lines = Array.from({ length: last - first + 1 }, (_, index) =>
    state.doc.line(first + index)
  )
  const isMarked = lines.every(({ text }) => text.startsWith(mark))
  const changes: ChangeSpec[] = lines.map(({ from: start }) =>
    isMarked ? { from: start, to: start + mark.length } : { from: start, insert: mark }
  )
  view.dispatch({ changes })
  return true
}

/** Makes a link of the selection, and selects where its address goes. */
const link = (view: EditorView) => {
  const { state } = view
  const { from, to } = state.selection.main
  const text = state.sliceDoc(from, to)
  const address = 'https://'
  const at = from + text.length + 3
  view.dispatch({
    changes: { from, to, insert: `[${text}](${address})` },
    selection: EditorSelection.range(at, at + address.length),
  })
  return true
}

export const marks = {
  bold: around('**'),
  italic: around('_'),
  link,
  heading: before('## '),
  list: before('- '),
  quote: before('> '),
  code: around('`'),
}

export type Mark = keyof typeof marks

export const marksKeymap: KeyBinding[] = [
  { key: 'Mod-b', run: marks.bold },
  { key: 'Mod-i', run: marks.italic },
  { key: 'Mod-k', run: marks.link },
]
