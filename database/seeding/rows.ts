import { Chance } from '#database/seeding/chance'
import { eventOf } from '#database/seeding/events'
import type { History } from '#database/seeding/history'
import type { Name } from '#database/seeding/people'
import { editsOf } from '#database/seeding/revisions'
import { Texts } from '#database/seeding/texts'
import type { Topic } from '#database/seeding/vocabulary'
import { beginningOf } from '#domain/excerpt'
import { fold } from '#domain/search/fold'
import { indexedAtOnce } from '#domain/search/site'
import { slugOf } from '#domain/slug'

export interface Ids {
  users: number[]
  posts: number[]
  comments: number[]
}

export type Row = Record<string, string | number | boolean | null | string[] | object>

/** Each method can run once. */
export class Rows {
  #topics: Topic[]

  constructor(
    readonly seed: string,
    readonly history: History,
    readonly ids: Ids,
    /** Whether some posts are events. */
    readonly hasEvents: boolean
  ) {
    const texts = this.#texts('topics')
    this.#topics = ids.posts.map(() => texts.topic())
  }

  *users(names: Name[], password: string): Generator<Row> {
    const texts = this.#texts('users')
    for (const [index, { username, email, displayName }] of names.entries()) {
      const named = { username, email, display_name: displayName, password }
      const folded = { folded_display_name: fold(displayName) }
      const bio = texts.chance.happens(0.4) ? texts.bio() : null
      const joined = iso(this.history.joined[index])
      yield {
        id: this.ids.users[index],
        ...named,
        ...folded,
        bio,
        created_at: joined,
        email_confirmed_at: joined,
      }
    }
  }

  *posts(): Generator<Row> {
    const texts = this.#texts('posts')
    const tags = this.#texts('tags')
    const events = this.#texts('events')
    const edits = this.#texts('edits')
    const { now } = this.history
    for (const [index, { at, author, draft }] of this.history.posts.entries()) {
      const title = texts.title(this.#topics[index])
      const content = texts.content(this.#topics[index])
      const { search, searchVersion } = indexedAtOnce({ title, content })
      const id = this.ids.posts[index]
      yield {
        id,
        // With the id, no other post has it: checking thousands in a statement takes as many locks.
        slug: `${slugOf(title)}-${id}`,
        excerpt: beginningOf(content),
        user_id: this.ids.users[author],
        title,
        content,
        search,
        search_version: searchVersion,
        tags: tags.tags(this.#topics[index]),
        ...(this.hasEvents && eventOf(index, at, events.chance)),
        ...editsOf(index, { at, now }, edits.chance),
        published: !draft,
        published_at: draft ? null : iso(at),
        created_at: iso(at),
      }
    }
  }

  *comments(): Generator<Row> {
    const texts = this.#texts('comments')
    let next = 0
    for (const [index, post] of this.history.posts.entries()) {
      const first = next
      for (const { at, author, depth, parent } of this.history.commentsOn(post)) {
        const topic = this.#topics[index]
        yield {
          id: this.ids.comments[next++],
          post_id: this.ids.posts[index],
          user_id: this.ids.users[author],
          parent_id: parent === null ? null : this.ids.comments[first + parent],
          depth,
          content: parent === null ? texts.comment(topic) : texts.reply(topic),
          created_at: iso(at),
        }
      }
    }
  }

  /** Post by post, so that a statement changes the counts of few posts. */
  *votes(): Generator<Row> {
    for (const [index, post] of this.history.posts.entries()) {
      for (const { at, voter, value } of this.history.votesOn(post)) {
        const ids = { post_id: this.ids.posts[index], user_id: this.ids.users[voter] }
        yield { ...ids, value, created_at: iso(at) }
      }
    }
  }

  #texts(kind: string) {
    return new Texts(new Chance(`${this.seed}/texts/${kind}`))
  }
}

const iso = (at: number) => new Date(at).toISOString()
