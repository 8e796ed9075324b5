import type { Invocation } from '#cli/invocation'

const counted = ['Users', 'Posts', 'Comments', 'Votes', 'Reports'] as const

export default async function showStats({ door: open, output }: Invocation) {
  const door = await open()
  const { body: stats } = await door.request('GET', '/admin/stats')
  await output.show(stats, () => {
    const totals = output.pairs([
      ['Users', stats.users],
      ['Posts', stats.posts],
      ['Comments', stats.comments],
      ['Votes', stats.votes],
      ['Open reports', stats.open_reports],
    ])
    const days = output.table<Record<string, unknown>>(stats.days, [
      { title: 'New on (UTC)', text: ({ date }) => date },
      ...counted.map((title) => ({
        title,
        text: (day: Record<string, unknown>) => day[title.toLowerCase()],
        align: 'right' as const,
      })),
    ])
    return `${totals}\n${days}`
  })
}
