import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import { useTranslate } from 'react-admin'
import type { MediaFile } from '../kit/media/file'
import { Section } from '../kit/section'
import type { Values } from './values'

const MAX_CHARACTERS = 1000

interface Props {
  file: MediaFile
  values: Values
  /** Absent for those who may not change it. */
  change?: (changes: Partial<Values>) => void
  isBusy: boolean
  /** Absent if nothing changed. */
  save?: () => void
}

/** The alternative text and the caption. */
export const FileTexts = ({ file, values, change, isBusy, save }: Props) => {
  const translate = useTranslate()
  const text = (name: string) => translate(`resources.media.${name}`)
  const input = { maxLength: MAX_CHARACTERS, dir: 'auto', readOnly: isBusy || !change }
  const slotProps = { htmlInput: input }
  return (
    <Section title="resources.media.texts">
      <Stack
        component="form"
        spacing={2}
        sx={{ mt: 1, alignItems: 'stretch' }}
        onSubmit={(event) => {
          event.preventDefault()
          save?.()
        }}
      >
        {file.kind === 'image' && (
          <TextField
            label={text('fields.alt')}
            helperText={text('alt_help')}
            value={values.alt ?? ''}
            onChange={({ target }) => change?.({ alt: target.value || null })}
            slotProps={slotProps}
          />
        )}
        <TextField
          label={text('fields.caption')}
          value={values.caption ?? ''}
          onChange={({ target }) => change?.({ caption: target.value || null })}
          slotProps={slotProps}
          multiline
        />
        {change && (
          <Button
            type="submit"
            variant="contained"
            disabled={isBusy || !save}
            sx={{ alignSelf: 'start' }}
          >
            {translate('ra.action.save')}
          </Button>
        )}
      </Stack>
    </Section>
  )
}
