import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import DeadEmail from '#models/dead_email'

export interface Bounce {
  email: string
  type: 'hard' | 'soft'
}

/** Marks the addresses of hard bounces as dead: they get no more mails before their next confirmation. */
export default class MarkBounces {
  async handle({ bounces, client }: { bounces: Bounce[]; client: QueryClientContract }) {
    const hard = bounces.filter(({ type }) => type === 'hard')
    await DeadEmail.mark(
      hard.map(({ email }) => email),
      client
    )
  }
}
