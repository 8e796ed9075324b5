import { texts } from '../texts/texts'

export const calendarTexts = texts(
  {
    name: 'Calendar',
    previous: 'The month before',
    next: 'The next month',
    today: 'This month',
    cut: 'More than %{most} posts go out in these weeks. Not all of them are shown.',
    none: 'Nothing is scheduled in these weeks.',
  },
  {
    name: 'Kalender',
    previous: 'Der Monat davor',
    next: 'Der nächste Monat',
    today: 'Dieser Monat',
    cut: 'In diesen Wochen erscheinen mehr als %{most} Beiträge. Nicht alle sind hier zu sehen.',
    none: 'In diesen Wochen ist nichts geplant.',
  }
)
