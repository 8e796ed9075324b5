import NotFoundException from '#exceptions/not_found_exception'
import { read, run } from '#db/statement'
import { isFoundBySlug } from '#domain/visibility'

/** Also of a hidden post. @throws NotFoundException */
export async function idOfSlug(slug: string, type: string): Promise<number> {
  const [post] = await read<{ id: number }>({
    name: 'post by slug',
    text: `select id from posts where slug = $1 and type = $2 and ${isFoundBySlug}`,
    values: [slug, type],
  })
  if (!post) throw new NotFoundException('post')
  return post.id
}

interface OldSlug {
  /** Null: the post was purged. */
  id: number | null
  slug: string | null
}

/** @throws NotFoundException */
export async function findOldSlug(slug: string, type: string): Promise<OldSlug> {
  const [old] = await run<OldSlug>({
    name: '',
    text: `
      select posts.id, posts.slug from old_slugs left join posts on posts.id = post_id
      where old_slugs.type = $1 and old_slugs.slug = $2`,
    values: [type, slug],
  })
  if (!old) throw new NotFoundException('post')
  return old
}
