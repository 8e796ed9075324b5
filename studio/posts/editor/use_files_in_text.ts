import type { EditorView } from '@codemirror/view'
import { useRef, type RefObject } from 'react'
import { useNotify } from 'react-admin'
import { useDroppedFiles } from '../../kit/media/use_dropped_files'
import { useUploads } from '../../kit/media/use_uploads'
import { insertFiles, refusesFiles, takesFiles } from './pictures'

/** Uploads what is dropped on a text or anywhere on its page, or is pasted, and puts it into the text. */
export function useFilesInText(view: RefObject<EditorView | undefined>, isMarkdown: boolean) {
  const notify = useNotify()
  const { uploads, send, dismiss } = useUploads()
  const upload = async (file: File) => {
    const made = await send(file, { waits: true })
    if (made) notify('plaza.media.inserted', { type: 'success' })
    return made
  }
  const latest = useRef(upload)
  latest.current = upload
  const taking = useRef(takesFiles((file) => latest.current(file))).current
  const isOver = useDroppedFiles((files) => {
    if (isMarkdown && view.current) insertFiles(view.current, files, upload)
  })
  return { ofFiles: isMarkdown ? taking : refusesFiles, uploads, dismiss, isOver }
}
