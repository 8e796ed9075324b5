import { allot, Chance } from '#database/seeding/chance'
import { isDraft, type Counts } from '#database/seeding/counts'

const day = 86_400_000

/** Milliseconds: the length of the history, and the time in which users discuss a post. */
const age = 365 * day
const attention = 30 * day

const deepest = 8

export interface PlannedPost {
  /** Milliseconds since 1970. */
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
  /** An index into the post's comments. */
  parent: number | null
}

export interface PlannedVote {
  at: number
  voter: number
  value: 1 | -1
}

/**
 * Plans all actions and times; users and posts are indexes, oldest first.
 * Activity grows over time. A few posts, mostly recent, get most votes and comments.
 */
export class History {
  /** Oldest first. */
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

  /** Oldest first; replies favour the newest comments. */
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

  /** One vote per user. Most posts are liked, some are disputed. */
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

  /** The time by which this part of the posts is written. */
  #moment(part: number): number {
    return this.#start + Math.floor(age * Math.sqrt(part))
  }

  /** A user who has joined by then; the first users are the busiest. */
  #someone(chance: Chance, at: number): number {
    const part = ((at - this.#start) / age) ** 2
    const present = Math.min(Math.floor(part * this.joined.length) + 1, this.joined.length)
    return Math.floor(present * chance.share() ** 1.5)
  }

  /** One step of a lazy shuffle: no voter comes twice. */
  #draw(index: number): number {
    const voters = this.#voters
    const other = index + this.#votes.below(voters.length - index)
    const voter = voters[other]
    voters[other] = voters[index]
    voters[index] = voter
    return voter
  }
}
