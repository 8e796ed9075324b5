/** All days of the weeks that a month touches, in the time zone of the browser. */
export function weeksOf(year: number, month: number, firstDay: number): Date[][] {
  const first = new Date(year, month, 1)
  const lead = (first.getDay() - firstDay + 7) % 7
  const days = lead + new Date(year, month + 1, 0).getDate()
  return Array.from({ length: Math.ceil(days / 7) }, (_, week) =>
    Array.from({ length: 7 }, (__, day) => new Date(year, month, 1 - lead + 7 * week + day))
  )
}

interface WeekInfo {
  firstDay: number
}

/** The first day of a week where the language is spoken, 0 for Sunday. */
export function firstDayOf(locale: string): number {
  const spoken = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => WeekInfo
    weekInfo?: WeekInfo
  }
  const { firstDay } = spoken.getWeekInfo?.() ?? spoken.weekInfo ?? { firstDay: 1 }
  return firstDay % 7
}
