import Box from '@mui/material/Box'
import Slider from '@mui/material/Slider'
import Typography from '@mui/material/Typography'
import type { MouseEvent } from 'react'
import { useTranslate } from 'react-admin'
import { crops } from '../api/lists'
import { positionOf, type MediaFile, type Point } from '../kit/media/file'
import { FileImage } from '../kit/media/file_image'
import { Section } from '../kit/section'

interface Props {
  file: MediaFile
  point: Point
  /** Absent for those who may not change it. */
  change?: (point: Point) => void
}

const part = (distance: number, length: number) =>
  Math.min(Math.max(Math.round((100 * distance) / length) / 100, 0), 1)

/** A picture with the point that crops keep in view, set by a click or by two sliders, and its crops. */
export const FocalPoint = ({ file, point, change }: Props) => {
  const translate = useTranslate()
  const isMade = file.status === 'ready'
  const set = ({ currentTarget, clientX, clientY }: MouseEvent) => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect()
    change?.({ x: part(clientX - left, width), y: part(clientY - top, height) })
  }
  return (
    <Section title="resources.media.picture">
      {!isMade && (
        <Typography role="status" gutterBottom>
          {translate(
            file.failure ? `plaza.media.failure.${file.failure}` : 'resources.media.processing'
          )}
        </Typography>
      )}
      <Box
        onClick={isMade && change ? set : undefined}
        sx={{ position: 'relative', width: 'fit-content', maxWidth: 1, mx: 'auto' }}
      >
        <FileImage file={file} pixels={1280} alt={file.alt ?? ''} isWhole />
        {isMade && (
          <Box sx={cross} style={{ left: `${point.x * 100}%`, top: `${point.y * 100}%` }} />
        )}
      </Box>
      {isMade && change && (
        <Box sx={{ mt: 1, maxWidth: 420 }}>
          <Typography variant="body2" color="textSecondary" gutterBottom>
            {translate('resources.media.focal_help')}
          </Typography>
          {(['x', 'y'] as const).map((axis) => (
            <Axis
              key={axis}
              label={translate(`resources.media.focal_${axis}`)}
              value={point[axis]}
              set={(value) => change({ ...point, [axis]: value })}
            />
          ))}
        </Box>
      )}
      {isMade && <Crops file={file} point={point} />}
    </Section>
  )
}

const cross = {
  position: 'absolute',
  width: 28,
  height: 28,
  m: '-14px',
  borderRadius: '50%',
  border: '3px solid #fff',
  boxShadow: '0 0 0 2px #000, inset 0 0 0 2px #000',
  pointerEvents: 'none',
}

interface AxisProps {
  label: string
  value: number
  set: (value: number) => void
}

const Axis = ({ label, value, set }: AxisProps) => (
  <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
    <Typography variant="body2" sx={{ flex: '0 0 9rem' }} aria-hidden>
      {label}
    </Typography>
    <Slider
      size="small"
      aria-label={label}
      value={Math.round(value * 100)}
      getAriaValueText={(percent) => `${percent} %`}
      onChange={(_, percent) => set((percent as number) / 100)}
    />
  </Box>
)

/** As the service makes them from the point. */
const Crops = ({ file, point }: { file: MediaFile; point: Point }) => {
  const translate = useTranslate()
  return (
    <Box
      component="ul"
      aria-label={translate('resources.media.crops')}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, listStyle: 'none', m: 0, mt: 2, p: 0 }}
    >
      {Object.entries(crops).map(([name, ratio]) => (
        <Box key={name} component="li">
          <Box
            sx={{ height: 110, aspectRatio: String(ratio), overflow: 'hidden', borderRadius: 1 }}
          >
            <FileImage file={file} pixels={640} position={positionOf(file, ratio, point)} />
          </Box>
          <Typography variant="body2" color="textSecondary">
            {name}
          </Typography>
        </Box>
      ))}
    </Box>
  )
}
