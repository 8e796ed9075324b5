import Typography from '@mui/material/Typography'
import { useTranslate } from 'react-admin'
import { UserText } from '../user_text'

const MAX_SHOWN = 20

interface Props {
  /** The key of what stands above them. */
  text: string
  failed: { target_id: number; detail: string }[]
  /** If it is more than these. */
  count?: number
  nameOf?: (id: number) => string
}

/** Targets that an action leaves alone, each with the reason. */
export const Failures = ({ text, failed, count = failed.length, nameOf }: Props) => {
  const translate = useTranslate()
  if (count === 0) return null
  const shown = failed.slice(0, MAX_SHOWN)
  return (
    <>
      <Typography sx={{ mt: 1 }}>{translate(text, { smart_count: count })}</Typography>
      <ul>
        {shown.map(({ target_id: id, detail }) => (
          <li key={id}>
            <UserText lines={2}>{`${nameOf?.(id) ?? id}: ${detail}`}</UserText>
          </li>
        ))}
        {count > shown.length && (
          <li>{translate('plaza.bulk.and_more', { smart_count: count - shown.length })}</li>
        )}
      </ul>
    </>
  )
}
