import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ConflictException from '#exceptions/conflict_exception'
import Tag from '#models/tag'

interface NewTag {
  slug: string
  name: string
  description?: string | null
}

/**
 * Makes a tag, also with a slug that leads to another tag. Waits for writers before it locks. @param beside slugs of
 * tags to lock too @throws ConflictException if the tag exists, or a job still changes the posts of its former one
 */
export async function claimSlug(
  { slug, name, description = null }: NewTag,
  client: TransactionClientContract,
  beside: string[] = []
): Promise<{ made: Tag; locked: Tag[] }> {
  const { rows } = await client.rawQuery(
    `insert into tags (slug, name) values (:slug, :name) on conflict do nothing returning id`,
    { slug, name }
  )
  const locked = await Tag.lockedOf([slug, ...beside], client)
  const tag = locked.find((one) => one.slug === slug)!
  if (rows.length === 0) {
    if (tag.leadsTo === null) throw new ConflictException(`There is a tag ${slug} already.`)
    const post = await client.from('post_tags').where('tag_id', tag.id).first()
    if (post) throw new ConflictException(`The posts of ${slug} are still being changed.`)
  }
  const made = await tag.merge({ name, description, leadsTo: null, isCurated: true }).save()
  return { made, locked }
}
