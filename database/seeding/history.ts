import { allot, Chance } from '#database/seeding/chance'
import { isDraft, type Counts } from '#database/seeding/counts'

const day = 86_400_000

/** How far back a seeded plaza goes, and how long a post is talked about, in milliseconds. */
const age = 365 * day
const attention = 30 * day

/** How deep replies nest at most. */
const deepest = 8

export interface PlannedPost {
  /** When it was written, in milliseconds. */
  at: number
  author: number
  draft: boolean
  votes: number
  comments: number
}

export interface PlannedComment {
  at: number
  author: number
  depth: number
  /** Which of the comments of the post it replies to. */
  parent: number | null
}

export interface PlannedVote {
  at: number
  voter: number
  value: 1 | -1
}

/**
 * Who does what and when: users and posts by their index, oldest first; no texts, no rows.
 *
 * A plaza grows: the later, the more posts. A few posts get most votes and comments, recent ones more
 * than old ones, and most of both come soon after the post. Nobody acts before joining.
 */
export class History {
  /** When each user joined, oldest first. */
  readonly joined: number[]
  readonly posts: PlannedPost[]

  #votes: Chance
  #comments: Chance
  #voters: Int32Array
  #start: number

  constructor(
    seed: string,
    { users, posts, comments, votes }: Counts,
    readonly now: number
  ) {
    this.#start = now - age
    this.#votes = new Chance(`${seed}/votes`)
    this.#comments = new Chance(`${seed}/comments`)
    this.#voters = Int32Array.from({ length: users }, (_, index) => index)
    this.joined = Array.from({ length: users }, (_, index) => this.#moment(index / users))

    const chance = new Chance(`${seed}/posts`)
    const popularity = Array.from({ length: posts }, (_, index) =>
      isDraft(index) ? 0 : (0.3 + index / posts) / (1 - chance.share()) ** 0.6
    )
    const talk = popularity.map((weight) => weight ** 0.8 * (1 - chance.share()))
    const votesOf = allot(votes, popularity, users)
    const commentsOf = allot(comments, talk)
    this.posts = Array.from({ length: posts }, (_, index) => {
      const at = this.#moment((index + chance.share()) / posts)
      return {
        at,
        author: this.#someone(chance, at),
        draft: isDraft(index),
        votes: votesOf[index],
        comments: commentsOf[index],
      }
    })
  }

  /** The comments of a post, oldest first; replies lean towards the newest. */
  *commentsOn({ at, comments }: PlannedPost): Generator<PlannedComment> {
    const chance = this.#comments
    const span = Math.min(attention, this.now - at)
    const depths: number[] = []
    for (let index = 0; index < comments; index++) {
      const written = at + Math.floor(span * ((index + chance.share()) / comments) ** 2)
      const author = this.#someone(chance, written)
      const parent = index - 1 - Math.floor(index * chance.share() ** 2)
      const isReply = index > 0 && chance.happens(0.55) && depths[parent] < deepest
      depths.push(isReply ? depths[parent] + 1 : 0)
      yield { at: written, author, depth: depths[index], parent: isReply ? parent : null }
    }
  }

  /** The votes on a post, each of another user; most posts are liked, some are disputed. */
  *votesOn({ at, votes }: PlannedPost): Generator<PlannedVote> {
    const chance = this.#votes
    const applause = 0.97 - 0.5 * chance.share() ** 4
    for (let index = 0; index < votes; index++) {
      const voter = this.#draw(index)
      const since = Math.max(at, this.joined[voter])
      const delay = Math.min(attention, this.now - since) * chance.share() ** 3
      const value = chance.happens(applause) ? 1 : -1
      yield { at: since + Math.floor(delay), voter, value }
    }
  }

  /** A moment in the life of the plaza, by the part of its posts that are written by then. */
  #moment(part: number): number {
    return this.#start + Math.floor(age * Math.sqrt(part))
  }

  /** Someone who has joined by then; the first are the busiest. */
  #someone(chance: Chance, at: number): number {
    const part = ((at - this.#start) / age) ** 2
    const present = Math.min(Math.floor(part * this.joined.length) + 1, this.joined.length)
    return Math.floor(present * chance.share() ** 1.5)
  }

  /** The next step of a shuffle that is never finished: no voter comes twice. */
  #draw(index: number): number {
    const voters = this.#voters
    const other = index + this.#votes.below(voters.length - index)
    const voter = voters[other]
    voters[other] = voters[index]
    voters[index] = voter
    return voter
  }
}
