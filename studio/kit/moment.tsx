import { useLocaleState } from 'react-admin'

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
]

interface Props {
  at: string | null
  /** Whether it is shown to the minute. */
  isExact?: boolean
}

/** A time as people say it, such as "2 hours ago"; the exact one on hover, and for machines. */
export const Moment = ({ at, isExact = false }: Props) => {
  const [locale] = useLocaleState()
  if (at === null) return null
  const exact = new Date(at).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' })
  return (
    <time dateTime={at} title={exact}>
      {isExact ? exact : ago(at, locale)}
    </time>
  )
}

function ago(at: string, locale: string): string {
  const elapsed = new Date(at).getTime() - Date.now()
  const [unit, length] =
    UNITS.find(([, milliseconds]) => Math.abs(elapsed) >= milliseconds) ?? UNITS.at(-1)!
  if (unit === 'day' && Math.abs(elapsed) > 30 * length) {
    return new Date(at).toLocaleDateString(locale, { dateStyle: 'medium' })
  }
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return words.format(Math.round(elapsed / length), unit)
}
