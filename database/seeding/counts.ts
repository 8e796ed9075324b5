import ValidationException from '#exceptions/validation_exception'

export interface Counts {
  users: number
  posts: number
  comments: number
  votes: number
}

/** The most that one transaction and process can carry. */
const most: Counts = { users: 1e6, posts: 1e6, comments: 1e7, votes: 1e8 }

/** One in so many posts is a draft. */
const draftEvery = 25

export const isDraft = (post: number) => post % draftEvery === draftEvery - 1

/** @throws ValidationException that names all impossible counts */
export function refuseImpossible(counts: Counts): void {
  const range = outOfRange(counts)
  const problems = range.length > 0 ? range : withoutGround(counts)
  if (problems.length > 0) throw new ValidationException(problems)
}

function outOfRange(counts: Counts) {
  return (Object.keys(most) as (keyof Counts)[])
    .filter((name) => !(Number.isInteger(counts[name]) && inRange(counts[name], most[name])))
    .map((name) => problem(name, 'range', `needs a whole number from 0 to ${most[name]}.`))
}

function withoutGround({ users, posts, comments, votes }: Counts) {
  const published = posts - Math.floor(posts / draftEvery)
  const problems = []
  if (posts > 0 && users === 0)
    problems.push(problem('posts', 'users', 'needs users to write them.'))
  if (comments > 0 && (users === 0 || posts === 0)) {
    problems.push(
      problem('comments', 'posts', 'needs users to write them and posts to stand under.')
    )
  }
  if (votes > users * published) {
    const bound = `takes ${users * published} at most: one of each user on each published post`
    problems.push(problem('votes', 'posts', `${bound} (${published} of ${posts}).`))
  }
  return problems
}

const inRange = (count: number, bound: number) => count >= 0 && count <= bound

const problem = (name: keyof Counts, rule: string, detail: string) => ({
  pointer: `/${name}`,
  rule,
  detail: `${name} ${detail}`,
})
