import Upload from '@mui/icons-material/UploadOutlined'
import Button from '@mui/material/Button'
import { useRef } from 'react'
import { useTranslate } from 'react-admin'

interface Props {
  take: (files: File[]) => void
  /** Whether it offers pictures alone. */
  isForPictures?: boolean
}

/** Opens the browser's choice of files. */
export const UploadButton = ({ take, isForPictures }: Props) => {
  const translate = useTranslate()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button variant="outlined" startIcon={<Upload />} onClick={() => input.current!.click()}>
        {translate('plaza.media.upload')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={isForPictures ? 'image/*' : undefined}
        onChange={({ target }) => {
          take([...(target.files ?? [])])
          // The same file may be chosen again.
          target.value = ''
        }}
      />
    </>
  )
}
