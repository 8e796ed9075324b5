import Box from '@mui/material/Box'
import { useTheme } from '@mui/material/styles'
import { useLocaleState, useTranslate } from 'react-admin'
import type { Schemas } from '../api/client'

type Day = Schemas['Stats']['days'][number]

const shown = ['posts', 'comments', 'users'] as const

const WIDTH = 600
const HEIGHT = 60

/** One row of bars for each kind, and the same numbers as a table. */
export const Days = ({ days }: { days: Day[] }) => {
  const translate = useTranslate()
  const [locale] = useLocaleState()
  return (
    <>
      {shown.map((name) => (
        <Bars
          key={name}
          label={translate(`plaza.home.${name}`)}
          values={days.map((day) => day[name])}
        />
      ))}
      <Box component="details" sx={{ mt: 1, maxWidth: 1, overflowX: 'auto' }}>
        <summary>{translate('plaza.home.as_table')}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{translate('plaza.home.day')}</th>
              {shown.map((name) => (
                <th key={name} scope="col">
                  {translate(`plaza.home.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.date}>
                <th scope="row">
                  {new Date(day.date).toLocaleDateString(locale, { timeZone: 'UTC' })}
                </th>
                {shown.map((name) => (
                  <td key={name}>{day[name]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Box>
    </>
  )
}

const Bars = ({ label, values }: { label: string; values: number[] }) => {
  const { palette } = useTheme()
  const [locale] = useLocaleState()
  const most = Math.max(...values, 1)
  const total = values.reduce((sum, value) => sum + value, 0)
  const step = WIDTH / Math.max(values.length, 1)
  return (
    <Box component="figure" sx={{ m: 0, mb: 1.5 }}>
      <figcaption>{`${label}: ${total.toLocaleString(locale)}`}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        width="100%"
        height={HEIGHT}
        preserveAspectRatio="none"
        aria-hidden
      >
        <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} stroke={palette.divider} />
        {values.map((value, index) => {
          const height = (value / most) * HEIGHT
          return (
            <rect
              key={index}
              x={index * step + 1}
              width={step - 2}
              y={HEIGHT - height}
              height={height}
              fill={palette.primary.main}
            />
          )
        })}
      </svg>
    </Box>
  )
}
