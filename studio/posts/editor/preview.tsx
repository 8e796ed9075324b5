import Box from '@mui/material/Box'
import { useTheme } from '@mui/material/styles'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslate } from 'react-admin'
import { api } from '../../api/client'
import { nameIn } from '../../kit/media/file'
import { usePictures } from './use_pictures'
import styles from './preview.css?url'

interface Props {
  postId: number
  /** The entity tag of what is saved. */
  saved: string
}

/** The working copy as readers will see its text: HTML of the server, in a frame that runs no script. */
export const Preview = ({ postId, saved }: Props) => {
  const translate = useTranslate()
  const { palette } = useTheme()
  const frame = useRef<HTMLIFrameElement>(null)
  const [isReady, setReady] = useState(false)
  const sourceOf = usePictures()
  const { data: html } = useQuery({
    queryKey: ['html of', postId, saved],
    queryFn: async () => {
      const params = { path: { id: postId }, query: { fields: 'id', include: 'html' } }
      const { data } = await api.GET('/posts/{id}/draft', { params })
      return data!.html ?? null
    },
    placeholderData: keepPreviousData,
    // A text that takes long is still being made.
    refetchInterval: ({ state }) => state.data === null && 1000,
  })
  useEffect(() => {
    const page = frame.current?.contentDocument
    if (!isReady || !page) return
    page.documentElement.dataset.theme = palette.mode
    // What stands there is replaced, so that the frame stays where it was scrolled to.
    page.body.replaceChildren(...safeNodes(page, html ?? '', sourceOf))
  }, [isReady, html, palette.mode, sourceOf])
  return (
    <Box
      component="iframe"
      ref={frame}
      title={translate('resources.posts.text_preview')}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      srcDoc={`<!doctype html><base target="_blank"><link rel="stylesheet" href="${styles}">`}
      onLoad={() => setReady(true)}
      sx={{ width: 1, height: '70vh', border: 1, borderColor: 'divider', borderRadius: 1 }}
    />
  )
}

type SourceOf = (name: string) => Promise<string | undefined>

/** The content security policy allows neither pictures of elsewhere nor styles of an element. */
function safeNodes(page: Document, html: string, sourceOf: SourceOf): Node[] {
  const aligned = html.replaceAll(/ style="text-align:\s?(left|right|center);?"/g, ' align="$1"')
  const { body } = new DOMParser().parseFromString(aligned, 'text/html')
  for (const picture of body.querySelectorAll('img')) {
    // With an address it would be loaded at once.
    picture.dataset.address = picture.src
    picture.removeAttribute('src')
  }
  const shown = page.importNode(body, true)
  for (const picture of shown.querySelectorAll('img')) showPicture(picture, page, sourceOf)
  return [...shown.childNodes]
}

/** Those of the library need the token of the studio; all others are links. */
function showPicture(picture: HTMLImageElement, page: Document, sourceOf: SourceOf) {
  const address = picture.dataset.address!
  const link = page.createElement('a')
  link.href = address
  link.rel = 'noopener nofollow'
  link.textContent = picture.alt || address
  const name = nameIn(address)
  if (name === undefined) return picture.replaceWith(link)
  void sourceOf(name).then((source) => {
    if (source) picture.src = source
    else picture.replaceWith(link)
  })
}
