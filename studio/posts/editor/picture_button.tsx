import type { EditorView } from '@codemirror/view'
import AddPhoto from '@mui/icons-material/AddPhotoAlternateOutlined'
import IconButton from '@mui/material/IconButton'
import Tooltip from '@mui/material/Tooltip'
import { useState, type RefObject } from 'react'
import { useTranslate } from 'react-admin'
import { ChoosePicture } from '../../kit/media/choose_picture'
import type { MediaFile } from '../../kit/media/file'
import { insertFile } from './pictures'

/** Puts a picture of the library where the cursor is. */
export const PictureButton = ({ view }: { view: RefObject<EditorView | undefined> }) => {
  const translate = useTranslate()
  const [isOpen, open] = useState(false)
  const label = translate('plaza.media.insert')
  const insert = (file: MediaFile) => {
    open(false)
    insertFile(view.current!, file)
    view.current!.focus()
  }
  return (
    <>
      <Tooltip title={label}>
        <IconButton size="small" aria-label={label} onClick={() => open(true)}>
          <AddPhoto fontSize="small" />
        </IconButton>
      </Tooltip>
      {isOpen && <ChoosePicture choose={insert} close={() => open(false)} />}
    </>
  )
}
