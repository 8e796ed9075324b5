import { json, integer, object, time } from '#resources/definition/members'
import { shape } from '#resources/definition/shape'
import { counted } from '#resources/definition/count'

export interface Check {
  name: string
  status: string
  message: string
}

export type Day = Record<string, unknown>

const listOfRefs = (name: string) => ({
  type: ['array', 'null'],
  items: { $ref: `#/components/schemas/${name}` },
})

/** The waiting work of a member of staff. A part is null without its permission. */
export const overviewShape = shape({
  reports: object(
    {
      open: integer({ description: `What has open reports. ${counted}`, example: 3 }),
      unassigned: integer({ description: 'Of these, those without an assignee.', example: 2 }),
      mine: integer({ description: 'Of these, what I handle.', example: 1 }),
      oldest_at: time({ nullable: true }),
    },
    { nullable: true, description: 'For `reports.handle`.' }
  ),
  applications: object(
    { waiting: integer({ description: counted, example: 2 }) },
    { nullable: true, description: 'For an account. For `applications.handle`.' }
  ),
  reviews: object(
    { requested: integer({ description: counted, example: 2 }) },
    { nullable: true, description: 'Posts that wait for a review. For `posts.review`.' }
  ),
  schedules: object(
    { held: integer({ description: counted, example: 1 }) },
    {
      nullable: true,
      description: 'Posts that a due schedule kept back. For `posts.edit_any`.',
    }
  ),
  mails: object(
    { failed: integer({ example: 1 }) },
    { nullable: true, description: 'For `mails.manage`.' }
  ),
  jobs: object(
    { waiting: integer({ example: 0 }), failed: integer({ example: 1 }) },
    { nullable: true, description: 'Work in the background. For admins.' }
  ),
  counted_at: time({
    nullable: true,
    description: 'When the days were counted; null: just now.',
  }),
  days: json<Day[] | null>(listOfRefs('StatsDay'), {
    description: 'The last 30 days (UTC). For `stats.read`.',
  }),
  checks: json<Check[] | null>(listOfRefs('HealthCheck'), {
    description: 'What `/health/ready` says. For admins.',
  }),
})
