import { askedTags } from '#domain/tag'
import type { Chance } from '#database/seeding/chance'
import * as vocabulary from '#database/seeding/vocabulary'
import type { Topic } from '#database/seeding/vocabulary'

export class Texts {
  constructor(readonly chance: Chance) {}

  topic(): Topic {
    return this.chance.pick(vocabulary.topics)
  }

  title(topic: Topic): string {
    return this.#say(vocabulary.titles, topic)
  }

  content(topic: Topic): string {
    const paragraphs = this.#times(1, 4, () =>
      this.#times(2, 4, () => this.#say(vocabulary.statements, topic)).join(' ')
    )
    if (this.chance.happens(0.5)) paragraphs.push(this.#say(vocabulary.questions, topic))
    return paragraphs.join('\n\n')
  }

  /** Slugs: mostly the topic, and what the post might be about. */
  tags({ name, things }: Topic): string[] {
    const names = [...(this.chance.happens(0.8) ? [name] : [])]
    names.push(...this.#times(0, 2, () => this.chance.pick(things)))
    return askedTags(names).map(({ slug }) => slug)
  }

  comment(topic: Topic): string {
    return this.#times(1, 3, () => this.#say(vocabulary.remarks, topic)).join(' ')
  }

  reply(topic: Topic): string {
    return this.#say(vocabulary.replies, topic)
  }

  bio(): string {
    return this.#say(vocabulary.bios, this.topic())
  }

  #times(least: number, most: number, make: () => string): string[] {
    return Array.from({ length: this.chance.between(least, most) }, make)
  }

  #say(templates: string[], topic: Topic): string {
    const first = this.chance.below(topic.things.length)
    const second = first + 1 + this.chance.below(topic.things.length - 1)
    const words: Record<string, string> = {
      things: topic.things[first],
      others: topic.things[second % topic.things.length],
      deed: this.chance.pick(topic.deeds),
      place: this.chance.pick(topic.places),
      quality: this.chance.pick(topic.qualities),
      number: this.chance.pick(vocabulary.numbers),
    }
    return this.chance
      .pick(templates)
      .replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? capital(words[name.toLowerCase()]))
  }
}

const capital = (word: string) => word[0].toUpperCase() + word.slice(1)
