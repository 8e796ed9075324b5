import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import TagsChanged from '#events/tags_changed'
import { afterCommit } from '#db/after_commit'
import AuditEntry from '#models/audit_entry'
import type Tag from '#models/tag'
import { claimSlug } from '#actions/tags/claim_slug'
import type { Origin } from '#domain/moderation'
import { tagSlug } from '#domain/tag'

interface CreateTagInput {
  fields: { name: string; slug?: string; description?: string | null }
  reason?: string
  origin: Origin
  dryRun?: boolean
  client: QueryClientContract
}

/** @throws ConflictException if the slug is taken */
export default class CreateTag {
  async handle({ fields, reason, origin, dryRun, client }: CreateTagInput): Promise<Tag> {
    const { name, description } = fields
    const slug = tagSlug(fields.slug ?? name)
    const tag = await client.transaction(async (trx) => {
      const { made } = await claimSlug({ slug, name, description }, trx)
      const act = { action: 'tag.create', targetType: 'tag', targetId: made.id } as const
      await AuditEntry.record({ ...act, reason, after: { slug, name, description } }, origin, trx)
      if (dryRun) await trx.rollback()
      return made
    })
    if (!dryRun) await afterCommit(client, () => TagsChanged.dispatch())
    return tag
  }
}
