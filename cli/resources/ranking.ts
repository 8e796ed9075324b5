import type { Output } from '#cli/output/output'
import type { Column } from '#cli/output/table'
import { moment, section } from '#cli/resources/texts'

/** The server counts ranks up to here. */
const MAX_RANK = 100_000

const places: Column[] = [
  { title: 'Hot', text: ({ hot }) => placeOf(hot), align: 'right' },
  { title: 'Post', text: ({ id }) => id, align: 'right' },
  { title: 'Score', text: ({ hot }) => hot.score.toFixed(4), align: 'right' },
  { title: '= Votes', text: ({ hot }) => hot.magnitude.toFixed(4), align: 'right' },
  { title: '+ Age', text: ({ hot }) => hot.age_points.toFixed(4), align: 'right' },
  { title: 'Title', text: ({ title }) => title, elastic: true },
]

export function view(explanation: any, output: Output): string {
  const { hot, top, new: latest, neighbours, search, status } = explanation
  const rows = [explanation, ...neighbours].sort((a, b) => b.hot.score - a.hot.score || b.id - a.id)
  const time = hot.published_at ? output.say(moment(hot.published_at)) : 'not yet'
  return [
    output.pairs([
      ['Id', explanation.id],
      ['Title', explanation.title],
      ['Status', status],
      ['Votes', `${hot.votes_count} (some ten times as many are worth a point more)`],
      ['Published', `${time} (12.5 hours later is worth a point more)`],
      ['In hot', placeOf(hot) ?? 'not listed'],
      ['In top', placeOf(top) ?? 'not listed'],
      ['In new', placeOf(latest) ?? 'not listed'],
    ]),
    section('Beside it in hot', output.table(rows, places)),
    search ? section(`Search for ${search.query}`, searchView(search, output)) : '',
  ].join('')
}

function searchView({ matches, rank, relevance, matched_terms: terms }: any, output: Output) {
  return output.pairs([
    ['Found', matches ? 'yes' : 'no'],
    ['Place', rank && placeOf({ rank })],
    ['Relevance', relevance.toFixed(4)],
    ['In the title', terms.title.join(', ') || 'nothing'],
    ['In the content', terms.content.join(', ') || 'nothing'],
  ])
}

function placeOf({ rank }: { rank: number | null }): string | null {
  if (rank === null) return null
  return rank > MAX_RANK ? `beyond ${MAX_RANK}` : String(rank)
}
