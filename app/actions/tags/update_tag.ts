import db from '@adonisjs/lucid/services/db'
import TagsChanged from '#events/tags_changed'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry from '#models/audit_entry'
import Tag from '#models/tag'
import { claimSlug } from '#actions/tags/claim_slug'
import { joinTags } from '#actions/tags/join_tags'
import type { Origin } from '#domain/moderation'
import { tagSlug } from '#domain/tag'

interface UpdateTagInput {
  slug: string
  changes: { name?: string; slug?: string; description?: string | null }
  reason?: string
  origin: Origin
  dryRun?: boolean
  unlessStale: (revision: Date) => void
}

/** A new slug is a new tag that the old one leads to. @throws NotFoundException, ConflictException if it is taken */
export default class UpdateTag {
  async handle({ slug, changes, reason, origin, dryRun, unlessStale }: UpdateTagInput) {
    const wanted = changes.slug === undefined ? slug : tagSlug(changes.slug)
    const tag = await db.transaction(async (client) => {
      const before = await Tag.query({ client }).where('slug', slug).whereNull('leads_to').first()
      if (!before) throw new NotFoundException('tag')
      unlessStale(before.updatedAt.toJSDate())
      const { name = before.name, description = before.description } = changes
      const claimed =
        wanted === slug
          ? { made: null, locked: await Tag.lockedOf([slug], client) }
          : await claimSlug({ slug: wanted, name, description }, client, [slug])
      const { made: renamed, locked } = claimed
      const old = locked.find((one) => one.slug === slug && one.leadsTo === null)
      if (!old) throw new NotFoundException('tag')
      if (renamed) await joinTags(old, renamed, client)
      else await old.merge({ name, description, isCurated: true }).save()

      const act = { action: 'tag.update', targetType: 'tag', targetId: old.id } as const
      const facts = {
        before: { slug, name: before.name, description: before.description },
        after: { slug: wanted, name, description },
      }
      await AuditEntry.record({ ...act, reason, ...facts }, origin, client)
      if (dryRun) await client.rollback()
      return renamed ?? old
    })
    if (!dryRun) await TagsChanged.dispatch()
    return tag
  }
}
