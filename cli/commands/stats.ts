import type { Invocation } from '#cli/invocation'
import { minute } from '#cli/resources/texts'

const counted = ['Users', 'Posts', 'Comments', 'Votes', 'Reports'] as const

type Day = Record<string, unknown>

const isSome = (value: unknown) => typeof value === 'number' && value > 0

/** Large databases count in the background; older servers don't report when. */
const isOld = (time?: string | null) => !!time && Date.parse(time) < Date.now() - 60_000

export default async function showStats({ transport: open, output }: Invocation) {
  const transport = await open()
  const { body: stats } = await transport.request('GET', '/admin/stats')
  await output.show(stats, () => {
    const totals = output.pairs([
      ['Users', stats.users],
      ['Posts', stats.posts],
      ['Comments', stats.comments],
      ['Votes', stats.votes],
      ['Open reports', stats.open_reports],
      ['Counted', isOld(stats.counted_at) ? minute(stats.counted_at) : null],
    ])
    const lively = stats.days.filter((day: Day) => Object.values(day).some(isSome))
    if (lively.length === 0) return `${totals}\nNothing new in the last ${stats.days.length} days\n`
    const days = output.table<Day>(lively, [
      { title: 'New on (UTC)', text: ({ date }) => date },
      ...counted.map((title) => ({
        title,
        text: (day: Day) => day[title.toLowerCase()],
        align: 'right' as const,
      })),
    ])
    return `${totals}\n${days}`
  })
}
