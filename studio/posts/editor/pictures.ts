import { StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state'
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view'
import type { MediaFile } from '../../kit/media/file'

/** Uploads a file. @returns undefined if that failed */
type Send = (file: File) => Promise<MediaFile | undefined>

interface Begun {
  id: number
  at: number
  name: string
}

/** Stands in the text where the file will be. It is no part of the text. */
class Mark extends WidgetType {
  constructor(
    readonly id: number,
    private name: string
  ) {
    super()
  }

  override eq({ id }: Mark) {
    return id === this.id
  }

  toDOM() {
    const mark = document.createElement('span')
    mark.className = 'cm-upload'
    mark.textContent = `${this.name} …`
    return mark
  }
}

const begin = StateEffect.define<Begun>()
const end = StateEffect.define<number>()

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, { changes, effects }) {
    let all = before.map(changes)
    for (const effect of effects) {
      if (effect.is(begin)) {
        const { id, at, name } = effect.value
        const mark = Decoration.widget({ widget: new Mark(id, name), side: 1 })
        all = all.update({ add: [mark.range(at)] })
      }
      if (effect.is(end)) {
        all = all.update({ filter: (_, __, { spec }) => spec.widget.id !== effect.value })
      }
    }
    return all
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** Undefined: the user has deleted the text around it. */
function placeOf(state: EditorState, id: number): number | undefined {
  const all = state.field(marks, false) ?? Decoration.none
  for (const mark = all.iter(); mark.value; mark.next()) {
    if (mark.value.spec.widget.id === id) return mark.from
  }
  return undefined
}

const escaped = (text: string) => text.replaceAll(/[\\[\]]/g, String.raw`\$&`)

/** A picture as Markdown; another file as a link. */
function markdownOf({ kind, alt, name, url }: MediaFile): string {
  if (kind === 'image') return `![${escaped(alt ?? '')}](${url})`
  return `[${escaped(name ?? url!)}](${url})`
}

/** Puts a file at a place. A cursor that waits there goes to where its alternative text is missing. */
export function insertFile(view: EditorView, file: MediaFile, place?: number): void {
  const { from, to, empty, head } = view.state.selection.main
  const at = place ?? from
  const waits = place === undefined || (empty && head === at)
  const insert = markdownOf(file)
  const isUntold = file.kind === 'image' && !file.alt
  view.dispatch({
    changes: { from: at, to: place === undefined ? to : at, insert },
    ...(waits && { selection: { anchor: at + (isUntold ? 2 : insert.length) } }),
    userEvent: 'input.paste',
    scrollIntoView: waits,
  })
}

let count = 0

/** Uploads files, and puts each where it was dropped. */
export function insertFiles(view: EditorView, files: readonly File[], send: Send, place?: number) {
  const at = place ?? view.state.selection.main.head
  for (const file of files) {
    const id = count++
    view.dispatch({ effects: begin.of({ id, at, name: file.name }) })
    void send(file).then((made) => {
      const found = placeOf(view.state, id)
      view.dispatch({ effects: end.of(id) })
      if (made && found !== undefined && view.dom.isConnected) insertFile(view, made, found)
    })
  }
}

const filesIn = (data: DataTransfer | null) => [...(data?.files ?? [])]

const look = EditorView.baseTheme({
  '.cm-upload': { opacity: 0.75, border: '1px dashed', borderRadius: '4px', padding: '0 4px' },
})

/** Files that are dropped or pasted are uploaded, and stand in the text once they have their address. */
export const takesFiles = (send: Send): Extension => [
  marks,
  look,
  EditorView.domEventHandlers({
    dragover(event) {
      if (!event.dataTransfer?.types.includes('Files')) return false
      event.preventDefault()
      return true
    },
    drop(event, view) {
      const files = filesIn(event.dataTransfer)
      if (files.length === 0) return false
      event.preventDefault()
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY })
      insertFiles(view, files, send, at ?? undefined)
      return true
    },
    paste({ clipboardData }, view) {
      const files = filesIn(clipboardData)
      // A word processor adds a picture of the text that it copies.
      if (files.length === 0 || clipboardData!.getData('text/plain')) return false
      insertFiles(view, files, send)
      return true
    },
  }),
]

/** Plain text has no pictures. CodeMirror would put the bytes of a file into it. */
export const refusesFiles: Extension = EditorView.domEventHandlers({
  drop(event) {
    if (filesIn(event.dataTransfer).length === 0) return false
    event.preventDefault()
    return true
  },
})
