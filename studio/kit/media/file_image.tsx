import BrokenImage from '@mui/icons-material/BrokenImageOutlined'
import ImageOutlined from '@mui/icons-material/ImageOutlined'
import Box from '@mui/material/Box'
import { useMemo } from 'react'
import { thumbHashToDataURL } from 'thumbhash'
import { copyOf, type MediaFile } from './file'
import { useFile } from './use_file'

interface Props {
  file: MediaFile
  /** Of the screen that it takes at most. */
  pixels: number
  /** Empty where a text beside it says the same. */
  alt?: string
  /** Whether all of it is seen; otherwise it fills the room that it has. */
  isWhole?: boolean
  /** The part that is seen of a picture that fills its room. */
  position?: string
}

/** A picture of the library. Until it is loaded, a blur of it. */
export const FileImage = ({ file, pixels, alt = '', isWhole = false, position }: Props) => {
  // The upload itself ends while it would be loaded.
  const source = useFile(file.status === 'ready' ? copyOf(file, pixels) : null)
  const blur = useBlur(file.placeholder)
  const shown = source ?? blur
  if (!shown) return <Icon isBroken={file.status === 'failed'} />
  return (
    <Box
      component="img"
      src={shown}
      alt={alt}
      style={{ objectPosition: position }}
      sx={{ display: 'block', ...(isWhole ? whole(file) : filling) }}
    />
  )
}

const filling = { width: 1, height: 1, objectFit: 'cover' }

/** As large as it is, and as there is room. */
function whole({ width, height }: MediaFile) {
  if (!width || !height) return { maxWidth: 1, maxHeight: '60vh' }
  const ratio = width / height
  return { width: `min(100%, ${width}px, calc(60vh * ${ratio}))`, aspectRatio: String(ratio) }
}

const useBlur = (placeholder: string | null) =>
  useMemo(() => {
    if (placeholder === null) return undefined
    return thumbHashToDataURL(Uint8Array.from(atob(placeholder), (sign) => sign.charCodeAt(0)))
  }, [placeholder])

const Icon = ({ isBroken }: { isBroken: boolean }) => (
  <Box sx={{ display: 'grid', placeItems: 'center', width: 1, height: 1, minHeight: 80 }}>
    {isBroken ? <BrokenImage color="disabled" /> : <ImageOutlined color="disabled" />}
  </Box>
)
